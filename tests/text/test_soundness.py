import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.soundness import first_sound, loops, unmatched


@pytest.mark.parametrize(
    "case",
    [
        "I saw the| the",
        "I saw the| The dog",
        "I saw the t|he",
        "I saw| the the dog",
        "I don't| don’t",
        "it was that that| that",
        "very very very| very",
        "I will| be back be back",
        "I will be back| be back",
        "I know, I know|, I know",
        "get back to you| get back to you",
        "I will get back to you| back to you",
        "as soon as we can| as soon as we can",
        "over and over| and over and",
        "no, no, no, no, no|, no",
        "one two three four five six seven| one two three four five six seven",
        "x" * 330 + " get back to you| get back to you",
        "I like cats. I like cats. I like| cats",
        "I like cats. I like cats. I like ca|ts",
        "I like cats. I like cats|. I like cats",
        "the more the| more",
        "the more the m|ore",
        "I live in New York|. New York",
    ],
)
def test_repetition_is_a_loop(case: str) -> None:
    before, offered = case.split("|")
    assert loops(offered, before)
    assert first_sound(offered, before) != offered


@pytest.mark.parametrize(
    "case",
    [
        "I saw the| dog",
        "I think that| that is fine",
        "He had| had enough",
        "It is very| very good",
        "very very| very",
        "No no| no",
        "Bye| bye",
        "ha ha| ha",
        "Well|, well",
        "the dog and| the cat",
        "again| and again",
        "again and| again",
        "the the| dog",
        "get back get back| to you",
        "I saw the\n|The dog",
        "page 7| 7",
        "an|an",
        "I live in New York. New| York",
        "I live in New York. New Yor|k is big",
        "Dr. Smith. Dr.| Smith",
        "Thank you so much! Thank you so mu|ch",
        "To John Smith, John Smi|th",
        "the more the mor|e",
        "He ran and ran and ra|n",
        "|",
        "word|",
        "...| ...",
    ],
)
def test_what_is_meant_twice_is_no_loop(case: str) -> None:
    before, offered = case.split("|")
    assert not loops(offered, before)


@pytest.mark.parametrize(
    "case",
    [
        "I will| come) and",
        "I will| come]",
        "I will| (come",
        "I will| (come] and)",
        "I will (come| [today)",
        "I will (come\n|today)",
        "I will| (come\ntoday)",
        'He said| hello"',
        'He said| "hello',
        'He said|, "',
        'He said "hello|" "world',
        'He said| ("hello)',
        'He said "hello| (world") again',
        "He said| “hello",
        "He said| hello”",
        "He said| ‘hello there",
        "He said.|’",
        "Sie sagt| „Hallo",
        "Sie sagt| Hallo»",
        "Il dit| « bonjour",
        "He said| 'hello there",
        "He said.|'",
        "Hän sanoi| ”joo",
    ],
)
def test_half_a_pair_is_unmatched(case: str) -> None:
    before, offered = case.split("|")
    assert unmatched(offered, before)
    assert first_sound(offered, before) != offered


@pytest.mark.parametrize(
    "case",
    [
        "I will| come",
        "I will| come\ntoday",
        "I will (come|\ntoday",
        "I will (come| today)",
        "I will ([come|] today)",
        "I will| (come) today",
        "I will (come, (soon|) today)",
        "I will come) and (go| today)",
        'He said "hello|"',
        'He said "hello|," and left',
        'He said| "hello" and left',
        'He (said "hello|)',
        "He said “hello|” and",
        "He said| ‘hello’ and",
        "He said ‘hello.|’",
        "Sie sagt „Hallo|“ und",
        "Sie sagt »Hallo|« und",
        "Il dit « bonjour| » et",
        "Sie sagt ‚Hallo.|‘",
        "Hän sanoi ”joo|” ja",
        "Hän sanoi| ”joo” ja",
        "He said 'hello|' and",
        "He said 'hello.|' And",
        "He said| 'hello' and",
        "I don|'t know",
        "I| don’t know",
        "the dogs|' bowl",
        "the dogs|’ bowl",
        "in the| '90s",
        "get| 'em",
        "|'tis",
        "rock| 'n' roll",
        "rock| ’n’ roll",
        'a 5|" screen',
        "thanks| :)",
        "thanks| :-(",
        "|1) first",
        "Hello\n|a) first",
        'He said "hello\n|and "bye" too',
        "(\n|fine",
    ],
)
def test_whole_pairs_and_apostrophes_are_matched(case: str) -> None:
    before, offered = case.split("|")
    assert not unmatched(offered, before)


@pytest.mark.parametrize(
    ("case", "left"),
    [
        ("I will| see you soon) and then", " see you soon"),
        ("I saw| the dog the dog", " the dog the"),
        ("I saw| the the", " the"),
        ("I will| (come", ""),
        ("I will| come (today) or (tomorrow", " come (today) or"),
        ('She said| fine", and', " fine"),
        ("I saw the| the", ""),
        ("I will| come.", " come."),
        ("so| well-known", " well-known"),
        ("I do|n't know)", "n't know"),
        ("|", ""),
        ("so| ", " "),
    ],
)
def test_the_sound_beginning_is_shown(case: str, left: str) -> None:
    before, offered = case.split("|")
    assert first_sound(offered, before) == left


PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [" ", "\n", "the", " the", "no ", "'", '"', "’", "(", ")", "«", "»", "”", ":)"]
    ),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS, TEXTS)
def test_any_text_has_a_sound_beginning(offered: str, before: str) -> None:
    left = first_sound(offered, before)
    assert offered.startswith(left)
    assert not loops(left, before)
    assert not unmatched(left, before)
    assert first_sound(left, before) == left
    if not loops(offered, before) and not unmatched(offered, before):
        assert left == offered


@given(TEXTS)
def test_nothing_is_sound(before: str) -> None:
    assert not loops("", before)
    assert not unmatched("", before)


@pytest.mark.parametrize(
    ("case", "closes"),
    [
        ("(thank you| very much)|)", True),
        ("(thank you| very much)|", False),
        ("((thank you| very much)|)", False),
        ("(thank you| very much)| and) so on", True),
        ("(thank you| (very) much|)", False),
        ("(thank you| very much)| :)", False),
        ("(thank you| very much)|\n)", False),
        ("He said “yes|” and|”", True),
        ("He said “yes|” and|", False),
        ("He said “yes|, “no” and|”", False),
        ('He said "yes|" and|"', True),
        ("「はい|」と|」", True),
        ("「はい|」と|", False),
    ],
)
def test_what_is_closed_behind_the_caret_is_not_closed_again(case: str, closes: bool) -> None:
    before, offered, after = case.split("|")
    assert unmatched(offered, before, after) is closes
    assert (first_sound(offered, before, after) != offered) is closes


def test_a_bracket_of_its_own_is_open_at_the_end_of_the_line() -> None:
    assert unmatched(" (as\nsaid)", "It was")
