import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.counting import Counts, count_paragraph, count_slices
from autotype.text.sentences import count_sentences, sentence_at, sentences

TEXTS = st.text(alphabet="abC .?!…\"”)\t—-日本。ー'\u00a0😀é", max_size=60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \t", 0),
        ("one", 1),
        ("Two words", 2),
        ("  Two\u00a0words  ", 2),
        ("It's a well-known and/or, isn’t it?", 6),
        ("3.14 is 22/7", 3),
        ("a – b", 2),
        ("word—word", 2),
        ("- a list\n", 2),
        ("* * *", 0),
        ("=====", 0),
        ("😀 smile", 1),
        ("https://example.org/a?b=c", 1),
        ("Ärgernis für Café", 3),
        ("Cafe\u0301 e\u0301te\u0301", 2),
        ("日本語", 3),
        ("カタカナー です", 7),
        ("か\u3099", 1),
        ("我喜欢Python。", 4),
        ("안녕하세요 세계", 2),
        ("שלום עולם", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_paragraph(text).words == words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two", ["One. ", "Two"]),
        ("One.  Two!", ["One.  ", "Two!"]),
        ("Really?! Yes… No", ["Really?! ", "Yes… ", "No"]),
        ("“Go.” He went.", ["“Go.” ", "He went."]),
        ("“Really?” she asked. Yes.", ["“Really?” she asked. ", "Yes."]),
        ("(So it is.) Good.", ["(So it is.) ", "Good."]),
        ("Pi is 3.14 or so. Fine.", ["Pi is 3.14 or so. ", "Fine."]),
        ("Dr. No met Mr. X. They spoke.", ["Dr. No met Mr. X. They spoke."]),
        ("Fruit, e.g. Apples. And J. R. Smith.", ["Fruit, e.g. Apples. ", "And J. R. Smith."]),
        ("So do I. He does.", ["So do I. ", "He does."]),
        ("approx. five. Six.", ["approx. ", "five. ", "Six."]),
        ("About approx. five. Six.", ["About approx. five. ", "Six."]),
        ("i went home. then i slept.", ["i went home. ", "then i slept."]),
        ("Well... Then so be it.", ["Well... ", "Then so be it."]),
        ("... and then", ["... and then"]),
        ("日本です。はい！", ["日本です。", "はい！"]),
        ("यह है। वह भी।", ["यह है। ", "वह भी।"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ("|One. Two.", "One. "),
        ("One|. Two.", "One. "),
        ("One.| Two.", "One. "),
        ("One. |Two.", "Two."),
        ("One. Two.|", "Two."),
        ("One. Two. |", ""),
        ("One. Two |", "Two "),
        ("|", ""),
        ("  |", "  "),
    ],
)
def test_the_sentence_at_the_caret(marked: str, sentence: str) -> None:
    at, text = marked.index("|"), marked.replace("|", "")
    start, end = sentence_at(text, at)
    assert text[start:end] == sentence
    assert start <= at <= end


@given(TEXTS)
def test_sentences_are_the_whole_paragraph(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text
    for at in range(len(text) + 1):
        start, end = sentence_at(text, at)
        assert 0 <= start <= at <= end <= len(text)


def test_counts_of_a_paragraph() -> None:
    assert count_paragraph("He said: “Yes.” 日本。") == Counts(5, 19, 16, 2, 1, 2)
    assert count_paragraph("...") == Counts(0, 3, 3, 0, 1)
    assert count_paragraph("  ") == Counts(0, 2, 0, 0, 0)
    assert count_sentences("One. — Two!") == 2


@pytest.mark.parametrize(
    ("counts", "minutes"),
    [
        (Counts(), 0),
        (Counts(words=1), 1),
        (Counts(words=238), 1),
        (Counts(words=239), 2),
        (Counts(words=800, unspaced=800), 2),
    ],
)
def test_minutes_to_read(counts: Counts, minutes: int) -> None:
    assert counts.minutes == minutes


@given(st.lists(TEXTS, max_size=5))
def test_counts_add_up(paragraphs: list[str]) -> None:
    total = sum((count_paragraph(text) for text in paragraphs), Counts())
    together = count_paragraph(" — ".join(paragraphs))
    assert total.words == together.words
    assert total.unspaced == together.unspaced


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Short.",
        " " * 9_000 + "A sentence of words. " * 3_000,
        "word " * 5_000,
        "日本です。" * 4_000,
    ],
)
def test_a_long_paragraph_is_counted_in_pieces(text: str) -> None:
    pieces = list(count_slices(text))
    assert all(piece.characters <= 8_000 for piece in pieces)
    total = sum(pieces, Counts())
    whole = count_paragraph(text)
    assert total.words == whole.words
    assert total.characters == whole.characters
    assert total.paragraphs == whole.paragraphs
    assert abs(total.sentences - whole.sentences) <= (len(pieces) if "." not in text else 0)


def test_a_word_that_never_ends_is_cut_somewhere() -> None:
    assert sum(count_slices("x" * 20_000), Counts()).characters == 20_000
