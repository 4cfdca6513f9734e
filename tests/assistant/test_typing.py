"""Any session at all: nothing typed is lost, doubled or moved, and no ghost is for another text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.application import (
    BACKSPACE,
    CTRL_RIGHT,
    END,
    ESC,
    LEFT,
    NEXT,
    TAB,
    Application,
)

KEYS = {
    "tab": TAB,
    "esc": ESC,
    "end": END,
    "left": LEFT,
    "backspace": BACKSPACE,
    "word": CTRL_RIGHT,
    "next": NEXT,
}
TAKES = ("tab", "end", "word")

STEP = st.one_of(
    st.tuples(st.just("type"), st.sampled_from("ab .\n")),
    st.tuples(st.just("key"), st.sampled_from(sorted(KEYS))),
    st.tuples(st.just("wait"), st.sampled_from([0.0, 0.005, 0.02, 0.1, 0.5])),
    st.tuples(st.just("answer"), st.sampled_from(["ab", " ab a", "b.", ""])),
    st.tuples(st.just("old answer"), st.integers(0, 5)),
    st.tuples(st.just("click"), st.integers(0, 12)),
    st.tuples(st.just("become"), st.sampled_from(["", "ab ", "a b\n"])),
)


# In any combination that there may be; what commits ghosts loses nothing, but adds.
HABIT = st.sampled_from(["", "resets", "reports-first", "echoes", "resets echoes", "bytes"])


@given(st.lists(STEP, max_size=60), st.sampled_from([0.0, 0.03, 0.2, None]), HABIT)
@settings(max_examples=1000, deadline=None)
def test_any_session(steps: list[tuple[str, object]], reports: float | None, habits: str) -> None:
    app = Application(reports=reports, habits=habits)
    for what, value in steps:
        offered, before, after = app.field.ghost, app.before, app.after
        match what, value:
            case "type", str(text):
                app.type(text, pause=0)
                assert (app.before, app.after) == (before + text, after)
            case "key", str(name):
                kept = not app.press(KEYS[name])
                if kept and name in TAKES and app.before != before:
                    taken = app.before[len(before) :]
                    assert app.before == before + taken
                    assert offered.startswith(taken)
                    assert any(f"{offered}]" in state for state in app.seen), "it was seen"
                    assert app.after == after
                elif kept:
                    assert (app.before, app.after) == (before, after)
            case "wait", float(seconds):
                app.clock.wait(seconds)
                assert (app.before, app.after) == (before, after)
            case "answer", str(ghost):
                if app.asked:
                    app.answer(ghost)
            case "old answer", int(back):
                if len(app.asked) > back:
                    app.asked.append(app.asked[-1 - back])
                    app.answer("ab a")
            case "click", int(at):
                app.clock.wait(0.06)  # nobody clicks faster than that after a key
                app.click(at)
            case "become", str(text):
                app.clock.wait(0.06)
                app.field.moved()
                app.become(text)
    # In the end, when all reports have come, what is typed next is asked about as it is; only
    # what came before the last line may be something that is no longer there.
    if reports is not None:
        app.become(app.before)
        app.clock.wait(1)
        app.type(" x")  # the space ends a dismissal
        app.clock.wait(1)
        assert app.before.endswith(app.asked[-1][0].before.rpartition("\n")[2])
