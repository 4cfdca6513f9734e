import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.engine.model import Model
from autotype.engine.vocabulary import byte_alphabet
from autotype.text.boundary import at_caret

TEXT = (
    "Thank you very much! I don't know; it's 42 o'clock… “Well,” she said, 'tis fine.\n\n"
    "  Two  spaces\tand a tab, café naïve 😀👍 well-known I'll we've\r\n日本語 e\u0301t\u00a0x"
)


@pytest.mark.parametrize("at", range(len(TEXT) + 1))
def test_stable_tokens_begin_the_tokens_of_every_continuation(model: Model, at: int) -> None:
    """Whatever letters or space follow, nothing that was fed has to be taken back."""
    before = TEXT[:at]
    stable = tuple(model.tokenizer.stable_tokens(at_caret(before)))
    for more in ("x", "ing them", " next", "'s"):
        if before.endswith(tuple(".,;!'…“”-’ \t\n\r\u00a0")) and not more[0].isalpha():
            continue  # punctuation and white space may still merge with more of their kind
        assert model.tokenizer.encode(before + more)[: len(stable)] == stable


@given(st.text(max_size=60))
@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_every_text_survives(model: Model, text: str) -> None:
    assert model.tokenizer.decode(model.tokenizer.encode(text)) == text


def test_the_slice_of_a_prefix_is_every_token_that_starts_with_it(model: Model) -> None:
    vocabulary = model.tokenizer.vocabulary
    for prefix in (b" t", b" th", b"a", b"\xc3", b" ", "é".encode()):
        expected = {i for i, raw in enumerate(vocabulary.texts) if raw.startswith(prefix)}
        assert set(vocabulary.slice(prefix).tolist()) == expected
    assert len(vocabulary.slice(b"\xff\xfe")) == 0


def test_proper_prefixes(model: Model) -> None:
    vocabulary = model.tokenizer.vocabulary
    expected = {
        i
        for i, raw in enumerate(vocabulary.texts)
        if raw and b" thank".startswith(raw) and raw != b" thank"
    }
    assert set(vocabulary.proper_prefixes(b" thank")) == expected


def test_every_byte_has_a_character_of_its_own() -> None:
    alphabet = byte_alphabet()
    assert sorted(alphabet.values()) == list(range(256))
    assert alphabet["Ġ"] == 0x20
    assert alphabet["Ċ"] == 0x0A
    assert alphabet["A"] == ord("A")


def test_what_a_token_does_to_a_word(model: Model) -> None:
    vocabulary = model.tokenizer.vocabulary
    for token, raw in enumerate(vocabulary.texts):
        if raw == b" ":
            assert vocabulary.ends_word[token]
        if raw in (b".", b",", b"\n", b"!"):
            assert vocabulary.ends_word[token]
            assert not vocabulary.letters[token]
        if raw == b"a":
            assert vocabulary.letters[token]
            assert not vocabulary.ends_word[token]
        if raw == b" a":
            assert vocabulary.starts_word[token]
            assert vocabulary.ends_word[token]
        if raw == b"'s":
            assert vocabulary.joins[token]
            assert not vocabulary.ends_word[token]
