import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autotype.text import filters
from autotype.text.filters import Filters

# The caret in the tables below: `before|offered`, or `before|offered|after`.
EVERYTHING = Filters(profanity=True, gendered_pronouns=False)
# Keys and numbers here are made up, or the ones that documentation uses for examples.
HEX = "9f86d081884c7d659a2feaa0c55ad015"


def parts(case: str) -> tuple[str, str, str]:
    before, offered, *after = case.split("|")
    return offered, before, "".join(after)


BLOCKED = {
    "profanity": [
        "What the| damn",
        "What the| DAMN thing",
        "What the da|mn",
        "What the d|amn, again",
        "This is|, damn it",
        "This is| (damn it",
        "what an| asshole",
        "He looked pi|ssed",
        "He looked| pissed-off",
        "The half-|damned thing",
        "That is| crappy",
        "That is| crapper",
        "That is so| damn’s",
        "such a| jack-ass",
        "a| bullshitted report",
        "damned is not the same, you| damn",
        "goddamn it, the| damn",
        "Well, damn. What the| damned",
    ],
    "keys": [
        "The key is| sk-proj-abc",
        "The key is sk-|proj-abc",
        "The key is sk-4f9a8b|7c",
        "use ghp_|abc",
        "use gh|p_16C7e42F292c",
        "use AKIA|IOSFODNN7",
        "set xoxb|-123",
        "send eyJhbGci|OiJIUzI1NiJ9",
        "-----BEGIN| RSA PRIVATE KEY-----",
        "|-----BEGIN",
        "ssh-rsa| AAAAB3NzaC1yc2E",
        f"hash {HEX[:20]}|{HEX[20:]}",
        f"hash| {HEX}",
        "it is| aB3dE5gH7jK9",
        "it is aB3dE5gH7j|K9",
        "it is aB3dE5gH7jK9|, and",
        "id| 123e4567-e89b-12d3-a456-426614174000",
        "id| dGhpcyBpcyBhIHNlY3JldCB0ZXh0",
    ],
    "labels": [
        "My password:| hunter",
        "My password:|hunter",
        "My password: hun|ter",
        'My password: "hun|ter',
        "The password is| hunter",
        "The password is |hunter",
        "Das Passwort:| geheim",
        "Mein Kennwort lautet| geheim",
        "My PIN is| four",
        "the pin code:| 12",
        "The passcode was| open",
        "API key =| abc",
        "access_key=|abc",
        "Security code:| 1",
        "CVV:| 1",
        "Account number:| 1",
        "Authorization: Bearer| abc",
    ],
    "numbers": [
        "card 4111 1111 1111| 1111",
        "card 4111 1111 1111 11|11",
        "card| 4111111111111111",
        "card 4111-1111-1111|-1111",
        "IBAN DE89 3704| 0044",
        "IBAN DE89| 3704 0044 0532 0130 00",
        "IBAN DE89370400440532013000|, please",
        "IBAN GB82| WEST 1234 5698 7654 32",
        "account| 12345678",
        "account 123456|78",
        "Call| +49 171 5551234",
        "Call +49 171| 555",
        "Call +1 (555)| 010-9999",
        "Call| (555) 010-9999",
        "Call 555.010.|9999",
        "Call| 0171-5551234",
        "Call 0171 555| 12 34",
    ],
    "contact": [
        "Write to| ann@example.org",
        "Write to ann@|example.org",
        "Write to ann|@example.org.",
        "Write to a|nn@example",
        "Ask| @ann_k",
        "Ask @|ann",
        "See| https://example.org/a",
        "See https://|example",
        "See http|s://example",
        "See| www.example.org",
        "See| www",
        "See example.|org",
        "See| (example.org)",
        "See exam|ple.co.uk",
        "See| example.org/page",
        "See example.org|/page",
        "See| mailto:ann",
        "joann@example.org wrote. Write to| ann@example.org",
        "ann@example.organic wrote. Write to| ann@example.org",
        "Ann's page is| example.org's",
    ],
    "pronouns": [
        "I think| he",
        "I think| She is",
        "I think s|he is",
        "I think| he’ll come",
        "I think| she's right",
        "that is| hers",
        "|Himself",
        "I saw| him/her",
        "I think| s/he",
        "a| he-goat",
        "he said that| he",
    ],
}

ALLOWED = {
    "profanity": [
        "What the| heck",
        "What the| hell",
        "a glass of| scotch",
        "the| classic assessment",
        "from| Scunthorpe",
        "some| saltwater",
        "a| cockpit and a peacock",
        "she is| gay",
        "the| queer history",
        "a| lesbian couple",
        "my| God",
        "about| sex",
        "the patient's| penis",
        "a| vaginal delivery",
        "the| rape trial",
        "turn the| knob",
        "a fresh| nonce",
        "I| pricked a finger",
        "Please| screw it on",
        "Please| push-it now",
        "Well, damn. What the| damn",
        "What the| damn||thing. Damn!",
        "What the| damn| thing. Damn!",
        "damn|, that is",
        "damn|",
        "damn| it",
        "crap| happens",
        "homo|geneous",
    ],
    "secrets": [
        "The| secret is out",
        "The| password",
        "I forgot my password|.",
        "My password is wrong| and",
        "password:\n| Hello",
        "The pin| in the map",
        "the| token",
        "We use| scikit-learn",
        "a| well-known state-of-the-art method",
        "the| internationalization of",
        "an| iPhone15",
        "the| iPhone15ProMax",
        "a| Donaudampfschifffahrtsgesellschaft",
        "call| getElementById",
        "the key sk-4f9a8b7c| is",
        "sk-|learn",
        "an| ISO9001 audit",
    ],
    "numbers": [
        "In| 2024",
        "from 1914|-1918",
        "on| 2024-01-15",
        "on| 01-02-2024",
        "on 12|.05.2024",
        "at| 10:30",
        "about| 1,000,000,000 people",
        "for| 250000 euros",
        "room| 101",
        "OX14| 4RN",
        "card 4111 1111 1111 1111| is",
        "it is| 3.14159265358",
        "add| +5",
        "version| 10.2.3",
    ],
    "contact": [
        "at 3 p.m|. we",
        "e.|g. this",
        "the| U.S. dollar",
        "in| Node.js",
        "open| notes.txt",
        "the end.| It",
        "the end.|It",
        "the end.|In it",
        "meet| @ noon",
        "and| http",
        "ann@example.org wrote. Write to| ann@example.org",
        "Ann@Example.org wrote. Write to ann|@example.org",
        "Write to| ann@example.org| or (ann@example.org).",
        "bob2@example.org wrote. Write to| bob2@example.org",
        "Ask @ann. Then| @ann",
        "See example.org. Open| example.org",
        "See example.org|, then",
        "See https://example.org/a and| https://example.org/a",
        "Call +49 171 5551234 now. Call| +49 171 5551234",
        "Call +49 171 5551234 now. Call +49 171| 5551234",
    ],
    "pronouns": [
        "I think| they",
        "I think| the",
        "I think| hermit",
        "I think sh|e is",
        "I think he|r",
        "I saw hi|m",
        "that is her|s",
        "I said| it's",
    ],
}


@pytest.mark.parametrize("case", [case for cases in BLOCKED.values() for case in cases])
def test_what_must_not_be_offered_is_not(case: str) -> None:
    offered, before, after = parts(case)
    assert EVERYTHING.blocks(offered, before, after)
    assert EVERYTHING.cut(offered, before, after) == ""


@pytest.mark.parametrize("case", [case for cases in ALLOWED.values() for case in cases])
def test_ordinary_text_is_offered(case: str) -> None:
    offered, before, after = parts(case.replace("||", "|"))
    assert not EVERYTHING.blocks(offered, before, after)
    assert EVERYTHING.cut(offered, before, after) == offered


@pytest.mark.parametrize(
    ("case", "left"),
    [
        ("Please| call me, damn it", " call me"),
        ("Please ca|ll me (damn it)", "ll me"),
        ("Please| call me damned-well now", " call me"),
        ("Please| call +49 171 5551234", " call"),
        ("You| can write to ann@example.org.", " can write to"),
        ("The| password is hunter now", " password is"),
        ("The| password: hunter", " password"),
        ("The| pin is bent", " pin is"),
        ("So| I think she will", " I think"),
        ("So| I\n\nhe", " I"),
        ("So| ", " "),
        ("So|", ""),
        ("So| 😀 damn", ""),
    ],
)
def test_a_phrase_ends_before_what_must_not_be_offered(case: str, left: str) -> None:
    offered, before, after = parts(case)
    assert EVERYTHING.cut(offered, before, after) == left


def test_what_is_switched_off_is_offered() -> None:
    assert not Filters(profanity=False).blocks(" damn", "What the")
    assert not Filters().blocks(" she", "I think")
    assert Filters(profanity=False).blocks(" ann@example.org", "Write to")


def test_the_worst_words_are_hidden_until_they_are_written() -> None:
    listed = filters._listed()
    worst = [*listed.strong, *sorted(listed.words, key=len)[-20:]]
    for word in worst:
        for form in (word, word.upper(), word.title()):
            assert Filters().blocks(f" {form}", "What a"), word
            assert Filters().blocks(form[1:], f"What a {form[0]}"), word
            assert not Filters().blocks(f" {form}", f"You said {word}! What a"), word
            assert not Filters().blocks(f" {form}", "What a", f"\n> you said {word}"), word


def test_inflections_and_compounds_are_hidden() -> None:
    for root in filters._listed().strong:
        for form in (f"{root}s", f"{root}ing", f"{root}{root[-1]}ed", f"x{root}", f"{root}brain"):
            assert Filters().blocks(f" {form}", "What a"), form


def test_the_exceptions_are_on_the_list_and_are_allowed() -> None:
    spec = importlib.util.find_spec("terlik")
    assert spec and spec.origin
    path = Path(spec.origin).parent / "lang/en/dictionary.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    raw = {form for entry in entries for form in (entry["root"], *entry["variants"])}
    assert sorted(filters._ORDINARY - raw) == []
    for word in filters._ORDINARY | filters._BY_CHANCE:
        assert not Filters().blocks(f" {word}", "What a"), word


def test_a_missing_list_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match="terlik"):
        filters._listed.__wrapped__()


def test_a_long_document_is_searched_to_its_beginning() -> None:
    before = "Damn. Write to ann@example.org. " + "All is well here. " * 400
    assert not Filters().blocks("damn", before)
    assert not Filters().blocks("ann@example.org", before)
    assert Filters().blocks("crap", before)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([" ", "\n", "damn", "DAMN", "he", "sh", "@", ".", "'", "’", "-", ":", "/"]),
    st.sampled_from(["://", "www.", "sk-", "password", " is ", "0", "4111 ", "+49 ", "GB82 "]),
    st.sampled_from(["ann@example.org", "İ", "ß", "e\u0301", "\0"]),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
FILTERS = st.builds(Filters, st.booleans(), st.booleans())


@given(FILTERS, TEXTS, TEXTS, TEXTS)
@example(Filters(), " \ud800", "\ud800", "\udfff")
def test_any_text_is_judged(filtering: Filters, offered: str, before: str, after: str) -> None:
    left = filtering.cut(offered, before, after)
    assert offered.startswith(left)
    assert left == filtering.cut(offered, before, after)
    assert filtering.cut(left, before, after) == left
    if filtering.blocks(offered, before, after):
        assert left == ""
    elif offered.strip():
        assert left


@given(TEXTS)
def test_nothing_offered_is_nothing_blocked(before: str) -> None:
    assert not EVERYTHING.blocks("", before)
    assert EVERYTHING.cut("", before) == ""


@pytest.mark.parametrize(
    ("case", "left"),
    [
        ("We met| Zyxxo", ""),
        ("We met Zy|xxo", ""),
        ("We met| ZYXXO’s dog", ""),
        ("the| Zyxxo-Feld", ""),
        ("We met| him and Zyxxo, too", " him and"),
        ("We met| Zyxxos", " Zyxxos"),
        ("We met Zyxxo| again", " again"),
        ("Zyxxo met| Zyxxo", ""),
    ],
)
def test_what_the_writer_refuses_is_not_offered(case: str, left: str) -> None:
    offered, before, after = parts(case)

    def refuses(word: str) -> bool:
        return word == "zyxxo"

    assert Filters().cut(offered, before, after, refuses) == left
    assert Filters().blocks(offered, before, after, refuses) == (not left)
