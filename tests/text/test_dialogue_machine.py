"""Keys, takes, answers and interruptions in any order, against the reducer by itself."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from autotype.text.boundary import only_closes
from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import PLACES, Offer
from autotype.text.dialogue.plain import PlainText
from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word

TAKES: tuple[on.Take, ...] = ("take", "take_word", "take_at_end", "take_plain", "first", "second")
WISHES: tuple[on.Wish, ...] = ("ask", "dismiss", "next", "previous")
KEYS = st.sampled_from([*"abN .,'\"(\n", "é", "😀", "日", "\u0301", "ab"])
OFFERS = st.sampled_from(["", "b", "ab", " a", " a b.", "a, b", "N a", "😀", ".", "a-b c", "é\n"])


class Watched(PlainText):
    """A front that shows what it is told to show, and nothing else."""

    drawn: str | None = None
    places: tuple[Offer, ...] = ()
    silence: Silence | None = Silence.LOADING
    requests: tuple[Request, ...] = ()

    def _perform(self, effect: to.Effect) -> None:
        super()._perform(effect)
        match effect:
            case to.Show(ghost):
                self.drawn = ghost
            case to.Hide():
                self.drawn = None
            case to.Words(places):
                self.places = places
            case to.Silent(reason):
                self.silence = reason
            case to.Ask(request):
                self.requests += (request,)


class Dialogue(RuleBasedStateMachine):
    """The screen is what the effects made of it, and the text what the keys made of it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Watched.opened("", "", Options(soft_space=True))
        assert isinstance(self.text, Watched)
        self.quiet = True

    @property
    def whole(self) -> tuple[str, str]:
        return self.text.before, self.text.after

    @rule(key=KEYS)
    def type(self, key: str) -> None:
        (before, after), soft = self.whole, self.text.state.soft
        self.text.type(key)
        assert self.whole in ((before + key, after), (before + " " + key, after))
        if self.text.before != before + key:
            assert soft
            assert not before[-1:].isspace()
            assert not key.isspace()
        self.quiet = False

    @rule(what=st.sampled_from(TAKES), deliberate=st.booleans())
    def take(self, what: on.Take, deliberate: bool) -> None:
        (before, after), ghost = self.whole, self.text.state.ghost.text
        offers = [ghost, *(one.word.text for one in self.text.places if one.word)]
        if not self.text.take(what, deliberate=deliberate):
            assert self.whole == (before, after)
            return
        inserted = self.text.before.removeprefix(before)
        if inserted:
            assert any(offer.startswith(inserted) for offer in offers)
            self.text.undo()
            assert self.whole == (before, after)
            assert not self.text.state.soft
            self.quiet = True

    @rule(what=st.sampled_from(TAKES))
    def take_and_go_on(self, what: on.Take) -> None:
        self.text.take(what, deliberate=True)

    @rule(what=st.sampled_from(WISHES))
    def press(self, what: on.Wish) -> None:
        whole = self.whole
        self.text.press(what)
        assert self.whole == whole
        if what == "ask":
            self.quiet = False
        elif what == "dismiss":
            assert self.text.drawn is None
            assert not self.text.state.soft

    @rule(name=st.sampled_from(["backspace", "delete", "left", "right", "undo", "blur"]))
    def edit(self, name: str) -> None:
        whole, soft = self.whole, self.text.state.soft
        getattr(self.text, name)()
        if name == "backspace" and soft:
            assert self.whole == whole
        self.quiet = True
        assert self.text.drawn is None

    @rule(text=st.sampled_from(["p", " pasted ", "\n"]))
    def paste(self, text: str) -> None:
        before, after = self.whole
        self.text.paste(text)
        assert self.whole == (before + text, after)
        self.quiet = True

    @rule(ghost=OFFERS, word=OFFERS, which=st.integers(1, 3), final=st.booleans())
    @precondition(lambda self: self.text.requests)
    def answer(self, ghost: str, word: str, which: int, final: bool) -> None:
        whole = self.whole
        request = self.text.requests[-min(which, len(self.text.requests))]
        words = tuple(Word(text, 0.5) for text in (ghost, word) if text)
        reason = None if ghost else Silence.UNSURE
        self.text.answer(Suggestion(request, words, ghost, 0.5, reason=reason, final=final))
        assert self.whole == whole
        if self.quiet:
            assert self.text.drawn is None

    @rule(milliseconds=st.integers(1, 400))
    def wait(self, milliseconds: int) -> None:
        self.text.now += milliseconds / 1000

    @rule(state=st.sampled_from(EngineState))
    def engine(self, state: EngineState) -> None:
        self.text._do(on.EngineIs(state))
        self.text._do(on.EngineIs(EngineState.READY))

    @rule()
    def pause(self) -> None:
        self.text._do(on.Paused(Silence.PAUSED))
        assert self.text.drawn is None
        self.text._do(on.Paused(None))
        self.quiet = True

    @rule()
    def leave_and_come_back(self) -> None:
        self.text._do(on.Unfocused(self.text._place()))
        assert self.text.drawn is None
        self.text._do(on.Focused(self.text._place(), self.text.now))
        self.quiet = False

    @invariant()
    def what_is_shown_is_what_there_is(self) -> None:
        state = self.text.state
        assert self.text.drawn == (state.ghost.text or ("" if state.soft else None))
        assert self.text.places == state.places
        live = [offer for offer in state.places if offer.word is not None]
        assert len(live) == min(len(state.words), PLACES)
        assert all(offer.word in state.words for offer in live)
        assert self.text.silence is state.silence
        assert not (state.ghost.text and state.silence)

    @invariant()
    def a_soft_space_stands_where_there_is_none(self) -> None:
        if self.text.state.soft:
            assert not self.text.before[-1:].isspace()
            assert self.text.after[:1] in ("", "\n") or not self.text.after[0].isspace()
            assert only_closes(self.text.after)

    @invariant()
    def what_was_asked_is_the_text_as_it_is(self) -> None:
        asked = self.text.state.asked
        if asked is not None:
            before = self.text.before + self.text.state.space
            assert before.startswith(asked.before)


TestDialogue = Dialogue.TestCase
TestDialogue.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
