"""Keys, takes, answers and interruptions in any order, at any front of the dialogue.

`--hypothesis-profile=long` gives 300 sessions of 60 steps to each front (`make contract`).
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from autotype.text.boundary import only_closes
from autotype.text.dialogue import events as on
from autotype.text.suggestion import Silence, first_word
from tests.text.writing import Writing

TAKES: tuple[on.Take, ...] = ("take", "take_word", "take_at_end", "take_plain", "first", "second")
WISHES: tuple[on.Wish, ...] = ("ask", "dismiss", "next", "previous")
KEYS = st.sampled_from([*"abN .,'\"(\n", "é", "😀", "日", "\u0301", "ab"])
OFFERS = st.sampled_from(["", "b", "ab", " a", " a b.", "a, b", "N a", "😀", ".", "a-b c", "é\n"])


def how_long(everyday: int) -> settings:
    """Return how many sessions of which length there are, unless the long run is asked for."""
    if settings.get_current_profile_name() == "long":
        return settings.get_profile("long")
    return settings(max_examples=everyday, stateful_step_count=40, deadline=None)


def begins_word(ghost: str) -> bool:
    """Whether the next word of a ghost is one, and no mark by itself."""
    return any(map(str.isalnum, first_word(ghost)))


class DialogueMachine(RuleBasedStateMachine):
    """The screen is what the front says, and the text what the keys made of it."""

    writer: Writing
    hears_keys_that_do_nothing = True
    """Whether a key such as Right at the end counts as a move."""
    holds_keys = False
    """Whether a key that types can come to nothing at the front."""
    quiet = True
    """Whether nothing may appear, since nothing was typed or asked for."""

    @property
    def whole(self) -> tuple[str, str]:
        return self.writer.before, self.writer.after

    @rule(key=KEYS)
    def type(self, key: str) -> None:
        (before, after), soft = self.whole, self.writer.soft
        self.writer.commit(key)
        if self.whole == (before, after):
            # The mark that a take has just put is not put twice.
            assert self.holds_keys
            assert before.endswith(key)
            assert not (key.isalnum() or key.isspace())
            self.quiet = False
            return
        assert self.whole in ((before + key, after), (before + " " + key, after))
        if self.writer.before != before + key:
            assert soft
            assert not before[-1:].isspace()
            assert not key.isspace()
        self.quiet = False

    @rule(key=KEYS, ghost=OFFERS)
    def type_and_see(self, key: str, ghost: str) -> None:
        """As it mostly goes: otherwise a ghost would be seldom there when something happens."""
        self.type(key)
        if self.writer.asked is not None and self.writer.requests:
            self.writer.answer(ghost)
            self.writer.wait(0.2)

    @rule(what=st.sampled_from(TAKES), deliberate=st.booleans())
    def take(self, what: on.Take, deliberate: bool) -> None:
        (before, after), ghost = self.whole, self.writer.ghost
        offers = [ghost, *self.writer.offered()]
        if not self.writer.takes(what, deliberate=deliberate):
            assert self.whole == (before, after)
            return
        inserted = self.writer.before.removeprefix(before)
        if inserted:
            assert any(offer.startswith(inserted) for offer in offers)
            self.writer.do("undo")
            assert self.whole == (before, after)
            assert not self.writer.soft
            self.quiet = True

    @rule(what=st.sampled_from(TAKES))
    def take_and_go_on(self, what: on.Take) -> None:
        self.writer.takes(what, deliberate=True)
        self.quiet = False

    @rule(what=st.sampled_from(WISHES))
    def press(self, what: on.Wish) -> None:
        whole = self.whole
        self.writer.press(what)
        assert self.whole == whole
        if what == "ask":
            self.quiet = False
        elif what == "dismiss":
            assert self.writer.drawn is None
            assert not self.writer.soft

    @rule(name=st.sampled_from(["backspace", "delete", "left", "right", "undo", "blur"]))
    def edit(self, name: str) -> None:
        whole, soft = self.whole, self.writer.soft
        self.writer.do(name)
        if name == "backspace" and soft:
            assert self.whole == whole
        acts = name in ("undo", "blur") or self.hears_keys_that_do_nothing
        if acts or soft or self.whole != whole:
            self.quiet = True
            assert self.writer.drawn is None

    @rule(text=st.sampled_from(["p", " pasted ", "\n"]))
    def paste(self, text: str) -> None:
        before, after = self.whole
        self.writer.paste(text)
        assert self.whole == (before + text, after)
        self.quiet = True

    @rule(ghost=OFFERS, word=OFFERS, which=st.integers(1, 3), final=st.booleans())
    @precondition(lambda self: self.writer.requests)
    def answer(self, ghost: str, word: str, which: int, final: bool) -> None:
        whole = self.whole
        words = tuple(text for text in (ghost, word) if text)
        to = -min(which, len(self.writer.requests))
        reason = None if ghost else Silence.UNSURE
        self.writer.answer(ghost, *words, to=to, final=final, reason=reason)
        assert self.whole == whole

    @rule()
    @precondition(lambda self: self.writer.asked and begins_word(self.writer.ghost))
    def type_a_word_of_the_ghost_and_hear_of_it_late(self) -> None:
        ghost = self.writer.ghost
        word = first_word(ghost)
        for key in word:
            self.type(key)
        self.writer.answer(ghost, word)

    @rule(milliseconds=st.integers(1, 400))
    def wait(self, milliseconds: int) -> None:
        whole = self.whole
        self.writer.wait(milliseconds / 1000)
        assert self.whole == whole

    @rule()
    def pause(self) -> None:
        self.writer.pause(Silence.PAUSED)
        assert self.writer.drawn is None
        self.writer.pause(None)
        assert self.writer.drawn is None
        self.quiet = True

    @rule()
    def leave_and_come_back(self) -> None:
        self.writer.do("blur")
        assert self.writer.drawn is None
        self.writer.come_back()
        self.quiet = False

    @invariant()
    def nothing_appears_by_itself(self) -> None:
        if self.quiet:
            assert self.writer.drawn is None

    @invariant()
    def what_is_shown_is_what_there_is(self) -> None:
        writer = self.writer
        assert writer.drawn == (writer.ghost or ("" if writer.soft else None))
        assert not (writer.ghost and writer.silence)

    @invariant()
    def a_soft_space_stands_where_there_is_none(self) -> None:
        if self.writer.soft:
            before, after = self.whole
            assert not before[-1:].isspace()
            assert after[:1] in ("", "\n") or not after[0].isspace()
            assert only_closes(after)

    @invariant()
    def what_was_asked_is_the_text_as_it_is(self) -> None:
        asked = self.writer.asked
        if asked is not None:
            before = self.writer.before + (" " if self.writer.soft else "")
            self.check_request(asked.before, before)

    def check_request(self, asked: str, before: str) -> None:
        """What was asked about may have been typed on, by what agrees with its answers."""
        assert before.startswith(asked)
