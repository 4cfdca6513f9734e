"""The typists who write in the editor's dialogue, against answers written by hand."""

from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation.calm import Calm, type_along
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar, type_with_ghost
from autotype.evaluation.measure import Walk
from autotype.evaluation.typists import TYPISTS, Typist, write
from autotype.packs.opening import open_completer
from tests.evaluation.oracle import oracle
from tests.make_tiny_pack import sentences

SOFT = Typist(bar=True, ghost=True, soft=True)


def keys(
    text: str,
    typist: Typist,
    words: dict[str, list[str]] | None = None,
    ghosts: dict[str, str] | None = None,
) -> int:
    counts = Keystrokes()
    write(text, oracle(words or {}, ghosts or {}), typist, counts)
    assert counts.characters == len(text)
    return counts.keys


def test_both_take_whatever_is_longest() -> None:
    words, ghosts = {"a": [" be"], "a be": [" or"]}, {"a be": " or not"}
    # a, take " be", take " or not"
    assert keys("a be or not", TYPISTS["both"], words, ghosts) == 3
    assert keys("a be or no", TYPISTS["both"], words, ghosts) == 6


def test_a_soft_space_saves_the_key_of_the_space() -> None:
    words = {"t": ["o"], "to ": ["be"]}
    # t, take "o", take " be" (asked behind the soft space)
    assert keys("to be", SOFT, words) == 3
    assert keys("to be", TYPISTS["both"], words) == 4
    # t, take "o", b with its space, y
    assert keys("to by", SOFT, words) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to, b", 4),  # t, take, comma, b with its space
        ("to. B", 4),
        ("to. b", 5),  # the space before a small letter is typed
        ("to-b", 4),  # the hyphen drops it
        ("to\nb", 4),
        ("to ", 3),  # at the end it is typed
        ("to (b", 4),
        ("to(b", 5),  # a Backspace, for the bracket would bring it
        ("to - b", 6),
    ],
)
def test_the_soft_space_by_its_own_rules(text: str, expected: int) -> None:
    assert keys(text, SOFT, {"t": ["o"]}) == expected


def test_a_stem_costs_a_backspace_where_the_space_is_in_the_way() -> None:
    words = {"w": ["ant", "anted to"]}
    # w, take "ant", Backspace, e, d
    assert keys("wanted", TYPISTS["stem"], words) == 5
    assert keys("wanted", TYPISTS["soft_bar"], words) == 6
    # w, take "ant", apostrophe (which needs none), s
    assert keys("want's", TYPISTS["stem"], words) == 4
    # What is right is better, and what goes on for long is another word.
    assert keys("want it", TYPISTS["stem"], words) == 4
    assert keys("wantonly", TYPISTS["stem"], words) == 8


def test_shows_are_counted_with_the_space_that_is_still_to_come() -> None:
    counts = Keystrokes()
    ask = oracle({}, {"t": "o", "to ": "be or", "to be or ": "it"})
    write("to be or not", ask, TYPISTS["soft_ghost"], counts)
    # t, take "o", take " be or", n with its space (not "it"), o, t
    assert (counts.keys, counts.takes) == (6, 2)
    assert (counts.shows, counts.right, counts.whole, counts.short) == (3, 2, 2, 2)
    assert counts.short_share == pytest.approx(2 / 3)


def test_context_stands_before_and_costs_nothing() -> None:
    counts = Keystrokes()
    # An odd quote before it: what comes closes, and takes no space.
    before = 'Say "'
    write('to" be', oracle({"t": ["o"]}, {}), SOFT, counts, before)
    # t, take, quote, b with the space that stays behind a closing quote, e
    assert (counts.keys, counts.characters) == (5, 6)


def test_how_long_ghosts_stay_and_what_moves() -> None:
    calm = Calm()
    words = {"": ["abc", "abd"], "a": ["bd", "bc"], "ab": ["d", "x"]}
    type_along("abd f", oracle(words, {"": "ab", "abd": " e"}), calm)
    # "ab" is used up by its two keys; " e" is contradicted by its second.
    assert calm.lives == [2, 2]
    assert calm.lifetime_ms(40) == 600
    assert calm.lifetime_ms(80) == 300
    assert (calm.readable(40), calm.readable(80)) == (1.0, 0.0)
    # Typing through leaves both words where they were; the answer after that has one of them.
    assert (calm.kept, calm.moved) == (3, 1)


def test_nothing_seen_is_no_division_by_nothing() -> None:
    calm = Calm()
    type_along("ab", oracle({}, {}), calm)
    assert (calm.lives, calm.lifetime_ms(40), calm.readable(40), calm.moving) == ([], 0, 0, 0)


@pytest.fixture(scope="module")
def walks(tiny_pack: Path) -> list[Walk]:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"))
    found = []
    for line in [*sentences()[:3], 'Quite "another" thing, said (before).\nAnd so: on.']:
        found.append(Walk(completer, line))
        while found[-1].step():
            pass
        found[-1].ask_behind_soft_spaces()
    return found


def test_the_plain_typists_are_the_same_in_the_dialogue(walks: list[Walk]) -> None:
    """Two ways to the same figures: a loop of its own, and the editor's dialogue."""
    for walk in walks:
        for typist, plain in (
            (Typist(bar=True), type_with_bar),
            (Typist(ghost=True), type_with_ghost),
        ):
            one, other = Keystrokes(), Keystrokes()
            plain(walk.text, walk.ask, one)
            write(walk.text, walk.ask, typist, other)
            assert one == other


def test_more_to_take_is_no_loss(walks: list[Walk]) -> None:
    used = {name: Keystrokes() for name in TYPISTS}
    ghost = Keystrokes()
    for walk in walks:
        type_with_ghost(walk.text, walk.ask, ghost)
        for name, typist in TYPISTS.items():
            write(walk.text, walk.ask, typist, used[name])
    assert used["soft_both"].savings > used["both"].savings
    assert used["soft_ghost"].savings > ghost.savings
    assert used["stem"].keys <= used["soft_bar"].keys


def test_what_is_asked_behind_a_soft_space_is_asked_in_order(walks: list[Walk]) -> None:
    """Afterwards the model would read all of the text again."""
    for walk in walks:
        asked = walk._completer.model.cache.passes
        for typist in TYPISTS.values():
            write(walk.text, walk.ask, typist, Keystrokes())
        assert walk._completer.model.cache.passes == asked


@pytest.mark.pack
def test_a_real_model_saves_more_with_the_soft_space() -> None:
    text = "Thank you for the invitation. I would like to come, but I am not sure yet."
    walk = Walk(open_completer("smollm2-135m", "cpu"), text)
    while walk.step():
        pass
    walk.ask_behind_soft_spaces()
    used = {name: Keystrokes() for name in TYPISTS}
    for name, typist in TYPISTS.items():
        write(text, walk.ask, typist, used[name])
    bar = Keystrokes()
    type_with_bar(text, walk.ask, bar)
    assert bar.keys <= 0.8 * len(text)
    assert used["soft_bar"].keys <= 0.9 * bar.keys
    assert used["soft_both"].keys <= used["both"].keys <= bar.keys
    assert used["stem"].keys <= bar.keys


def test_a_text_that_ends_in_a_space_is_written_to_its_end(tiny_pack: Path) -> None:
    walk = Walk(Completer(Model(open_pack(tiny_pack), "cpu")), "Thank you ")
    while walk.step():
        pass
    assert walk.ask("Thank you ").request.before == "Thank you "
    counts = Keystrokes()
    write(walk.text, walk.ask, TYPISTS["soft_both"], counts)
    assert counts.characters == len(walk.text)
