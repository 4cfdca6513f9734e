"""Words and corrections by the real library; dictionaries by name; the user's own words."""

import sys
from pathlib import Path

import pytest

from autotype import paths
from autotype.spelling.dictionaries import (
    Dictionary,
    SpellingError,
    choose_dictionary,
    find_dictionaries,
    folders,
)
from autotype.spelling.own_words import LARGEST, OwnWords
from autotype.spelling.paragraph import check_paragraph
from autotype.spelling.ranking import Correction, in_context, ranked, slips
from autotype.spelling.speller import Speller
from autotype.text.spelled_words import words_to_check


@pytest.fixture
def speller(home: Path) -> Speller:
    return Speller(Dictionary("en_US"), OwnWords(paths.own_words_file()))


def unknown(speller: Speller, text: str) -> list[str]:
    return [word.text for word in check_paragraph(text, speller=speller, markdown=False).unknown]


def dictionary(folder: Path, name: str, words: list[str], encoding: str = "UTF-8") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.aff").write_text(f"SET {encoding}\n", encoding="ascii")
    (folder / f"{name}.dic").write_bytes("\n".join([str(len(words)), *words]).encode(encoding))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("All of this is right, isn't it? John's dogs' tails.", ""),
        ("I recieve teh letters of my freind.", "recieve teh freind"),
        ("A well-knwon one, a co-operation, and a half-day.", "knwon"),
        ("The wrold's end and the worlds' end.", "wrold's"),
        ("Слово and 字 and ελληνικά are of other scripts.", ""),
        ("Das ist ein schöner Tag, und wir gehen spazieren.", ""),
        ("C'est la vie que nous avons toujours voulue ici.", ""),
        ("Teh wrold", "Teh wrold"),
        ("Teh wrold is lik tihs but it goes on.", "Teh wrold lik tihs"),
        ("An l'hour of the d'xyz.", "d'xyz"),
    ],
)
def test_unknown_words(speller: Speller, text: str, wrong: str) -> None:
    assert unknown(speller, text) == wrong.split()


def test_a_few_words_are_in_the_language_of_what_was_before(speller: Speller) -> None:
    def look(text: str, foreign: bool) -> tuple[bool | None, list[str]]:
        found = check_paragraph(text, speller=speller, markdown=False, foreign=foreign)
        return found.foreign, [word.text for word in found.unknown]

    assert look("Herzliche Grüße", foreign=False) == (None, ["Herzliche", "Grüße"])
    assert look("Herzliche Grüße", foreign=True) == (None, [])
    assert look("Thank you, Grüße", foreign=True) == (None, ["Grüße"])
    assert look("Wir freuen uns sehr auf euren Besuch.", foreign=False)[0]
    assert look("We are looking forward to teh visit.", foreign=True) == (False, ["teh"])


def test_words_that_are_newer_than_the_dictionary(speller: Speller) -> None:
    assert unknown(speller, "Smartphone apps, the internet, a naïve blog, and Autotype.") == []


def test_code_is_not_spelled(speller: Speller) -> None:
    found = check_paragraph("retrun wrogn", "```", speller=speller, markdown=True)
    assert found.unknown == ()
    assert len(found.spans) == 1
    assert check_paragraph("retrun", speller=None, markdown=True).unknown == ()


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("teh", "the"),
        ("recieve", "receive"),
        ("definately", "definitely"),
        ("wrld", "world"),
        ("thier", "their"),
        ("occured", "occurred"),
        ("accomodate", "accommodate"),
        ("wrold's", "world's"),
        ("Teh", "The"),
    ],
)
def test_the_best_correction_comes_first(speller: Speller, word: str, best: str) -> None:
    found = [each.text for each in speller.corrections(word)]
    assert found[0] == best
    assert len(found) <= 5
    assert len(set(found)) == len(found)


def test_there_may_be_none(speller: Speller) -> None:
    assert speller.corrections("xqzvwkjxqzvwkj") == []
    assert speller.corrections("слово") == []


def test_likely_slips_are_near() -> None:
    assert slips("same", "same") == 0
    assert slips("teh", "the") < slips("teh", "tea") < slips("teh", "eh")
    assert slips("gello", "hello") < slips("wello", "hello")
    assert slips("leter", "letter") < slips("leter", "lever")
    assert slips("alot", "a lot") > slips("alot", "allot")
    found = ranked("alot", ["a lot", "a-lot", "allot", "allot"])
    assert [each.text for each in found] == ["allot", "a lot"]


def test_what_fits_comes_before_what_is_near_as_far_as_it_is_likelier() -> None:
    near, far = Correction("tail", 0.7), Correction("trial", 1.7)
    assert in_context([near, far], [-9.0, -9.0]) == [near, far]
    assert in_context([near, far], [-9.0, -6.0]) == [near, far]
    assert in_context([near, far], [-9.0, -5.0]) == [far, near]
    # Where the model says nothing, or of other words, the order stays.
    assert in_context([near, far], []) == [near, far]


def test_own_words_are_kept_one_a_line(speller: Speller) -> None:
    text = "Frobnicate and frobnicate and GitHub’s Quuxly are here."
    assert unknown(speller, text) == ["Frobnicate", "frobnicate", "Quuxly"]
    speller.add("frobnicate")
    speller.add("Quuxly")
    speller.add("Quuxly")
    assert unknown(speller, text) == []
    assert unknown(speller, "It is quuxly, the frobnicate’s frobnicates.") == [
        "quuxly",
        "frobnicates",
    ]
    file = paths.own_words_file()
    assert file.read_text() == "frobnicate\nQuuxly\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["words.txt"]


def test_own_words_come_from_a_file_that_others_write(speller: Speller) -> None:
    file = paths.own_words_file()
    file.parent.mkdir(mode=0o700)
    file.write_bytes(b"\xef\xbb\xbfeins\n\n  zwei \r\nnot one\nbad\xff\ncontrol\x01\ndr\xc3\xbci")
    assert speller.look()
    assert not speller.look()
    assert unknown(speller, "It is eins, or zwei, or drüi, and it is all, or fuenf.") == ["fuenf"]
    speller.add("fuenf")
    assert file.read_bytes().endswith(b"dr\xc3\xbci\nfuenf\n")
    assert b"bad\xff\n" in file.read_bytes()
    file.unlink()
    assert speller.look()
    assert unknown(speller, "It is eins or fuenf.") == ["eins"]  # what was added here still counts


def test_own_words_that_cannot_be_kept_count_all_the_same(home: Path) -> None:
    home.mkdir(mode=0o700)
    file = home / "words.txt"
    file.mkdir()
    own = OwnWords(file)
    own.look()
    with pytest.raises(SpellingError, match="until the editor is closed"):
        own.add("frobnicate")
    assert "Frobnicate" in own
    file.rmdir()
    file.write_bytes(b"a\n" * (LARGEST // 2))
    with pytest.raises(SpellingError, match="it is full"):
        own.add("another")
    own.add("two words")
    assert file.stat().st_size == LARGEST


def test_dictionaries_are_found_by_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    dictionary(first, "de_DE", ["Haus"])
    dictionary(second, "de_DE", ["Hof"])
    dictionary(second, "fr", ["maison"])
    (second / "en_GB.dic").write_text("0\n")  # without its other half
    (second / "hyph_de.dic").write_text("")
    found = find_dictionaries([tmp_path / "none", first, second])
    assert list(found) == ["de_DE", "en_US", "fr"]
    assert found["de_DE"].folder == first
    assert found["en_US"].folder is None


@pytest.mark.parametrize(
    ("wanted", "system", "name"),
    [
        ("auto", "de_DE", "de_DE"),
        ("auto", "de_LU", "de_DE"),
        ("auto", "pt_AO", "pt_PT"),
        ("auto", "en_AU", "en_US"),
        ("auto", "sv_SE", "en_US"),
        ("auto", "C", "en_US"),
        ("de-at", "C", "de_AT"),
        ("fr", "C", "fr_CA"),
    ],
)
def test_the_nearest_dictionary_is_chosen(wanted: str, system: str, name: str) -> None:
    names = ("de_AT", "de_CH", "de_DE", "en_GB", "en_US", "fr_CA", "pt_BR", "pt_PT")
    found = choose_dictionary(wanted, system, {one: Dictionary(one) for one in names})
    assert found == Dictionary(name)


def test_dictionaries_are_looked_for_where_systems_have_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    for system in ("linux", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        places = folders()
        assert places[0] == home / "dictionaries"
        assert Path("/usr/share/hunspell") in places
        assert (Path.home() / "Library/Spelling" in places) == (system == "darwin")


def test_no_dictionary_is_one_sentence() -> None:
    there = {"en_US": Dictionary("en_US")}
    assert choose_dictionary("off", "C", there) is None
    with pytest.raises(SpellingError, match=r"“xx”, so spelling .* there is en_US\."):
        choose_dictionary("xx", "C", there)


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO8859-1"])
def test_dictionaries_of_other_languages(home: Path, tmp_path: Path, encoding: str) -> None:
    words = ["Straße", "schön", "ist", "die", "grün", *(f"wort{end}" for end in "abcdefgh")]
    dictionary(tmp_path / "d", "de_DE", words, encoding)
    speller = Speller(Dictionary("de_DE", tmp_path / "d"), OwnWords(home / "words.txt"))
    assert unknown(speller, "Die Straße ist schön und слово.") == ["und"]
    assert speller.corrections("Strasße")[0].text == "Straße"


def test_a_dictionary_that_is_too_large_is_left_out(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictionary(tmp_path / "d", "de", ["Haus"])
    monkeypatch.setattr("autotype.spelling.speller._LARGEST", 5)
    with pytest.raises(SpellingError, match="larger than"):
        Speller(Dictionary("de", tmp_path / "d"), OwnWords(home / "words.txt"))


def test_a_long_life_needs_no_more_memory(
    speller: Speller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autotype.spelling.speller._MOST_KNOWN", 10)
    text = "All of these are words that it will have to look up again, and again. " * 20
    assert unknown(speller, text) == []
    assert len(speller._known) <= 10


@pytest.mark.parametrize("what", ["none", "folder", "fifo", "empty"])
def test_a_bad_dictionary_is_one_sentence(home: Path, tmp_path: Path, what: str) -> None:
    dictionary(tmp_path / "d", "de", ["Haus"])
    file = tmp_path / "d" / "de.dic"
    file.unlink()
    if what == "folder":
        file.mkdir()
    elif what == "fifo":
        __import__("os").mkfifo(file)
    elif what == "empty":
        file.touch()
    own = OwnWords(home / "words.txt")
    if what == "empty":
        speller = Speller(Dictionary("de", tmp_path / "d"), own)
        assert not speller.knows(next(words_to_check("Haus")))
        return
    with pytest.raises(SpellingError, match=r"the dictionary “de” in .* cannot be used"):
        Speller(Dictionary("de", tmp_path / "d"), own)


def test_without_the_library_there_is_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    with pytest.raises(SpellingError, match="chunspell"):
        Speller(Dictionary("en_US"), OwnWords(home / "words.txt"))
