"""A suggestion and its keys, and that what nobody took stays out of the text."""

import time

from autotype import paths
from tests.assistant.front_contract import TYPED, long_text
from tests.programs.program import compare
from tests.programs.seen import how_it_looks, pictures_of
from tests.programs.trial import TAKEN, Check, Trial


def _ghost(trial: Trial) -> str:
    trial.program.fresh()
    dismissed = trial.desktop.counts["dismissed"]

    def dismiss() -> None:
        trial.desktop.key("Escape")
        end = time.monotonic() + 2
        while trial.desktop.counts["dismissed"] == dismissed and time.monotonic() < end:
            time.sleep(0.05)

    pictures = pictures_of(
        trial.program, lambda: trial.type_until_shown(TYPED), dismiss, trial.folder
    )
    trial.how = pictures.how
    trial.line, said = how_it_looks(trial.program, pictures)
    return said


def _tab(trial: Trial) -> None:
    trial.suggested()
    trial.desktop.key("Tab")
    time.sleep(0.5)
    trial.desktop.key("Escape")
    time.sleep(0.3)
    text = trial.program.text()
    assert text.startswith(TAKEN), f"“{text}” after Tab"
    assert "\t" not in text, "Tab took it and typed a tab too"
    trial.program.focus()
    trial.desktop.key("ctrl+End")
    trial.desktop.type(" x")
    time.sleep(0.5)
    trial.expect_without_ghost(f"{text} x")


def _word(trial: Trial) -> None:
    trial.suggested()
    trial.desktop.key("ctrl+Right")
    time.sleep(0.5)
    trial.expect_without_ghost(TAKEN)


def _escape(trial: Trial) -> None:
    trial.suggested()
    before = trial.desktop.counts
    trial.desktop.key("Escape")
    time.sleep(0.4)
    assert trial.desktop.counts["dismissed"] > before["dismissed"], "nothing was dismissed"
    # Nothing is left that a key could take.
    trial.desktop.key("End", "Tab")
    time.sleep(0.4)
    text = trial.program.text()
    compare(text.rstrip(), TYPED, "after Esc and Tab")


def _through(trial: Trial) -> None:
    trial.suggested()
    trial.desktop.type("ch less")
    time.sleep(0.5)
    trial.expect_without_ghost(f"{TAKEN} less")
    trial.desktop.key("BackSpace", "BackSpace")
    time.sleep(0.5)
    trial.expect_without_ghost(f"{TAKEN} le")


def _undo(trial: Trial) -> None:
    trial.suggested()
    trial.desktop.key(trial.program.take_key)
    time.sleep(0.5)
    taken = trial.program.text()
    assert taken.startswith(TAKEN), f"“{taken}” after {trial.program.take_key}"
    trial.desktop.key("ctrl+z")
    time.sleep(0.5)
    trial.expect_without_ghost(TYPED)


def _click(trial: Trial) -> None:
    trial.suggested()
    # Into the first word, so that the caret does move.
    if trial.line:
        trial.desktop.click(trial.line.left + 12, trial.line.middle[1])
    else:
        field = trial.program.field()
        assert field
        trial.desktop.click(field.left + 30, field.top + 30)
    time.sleep(0.6)
    compare(trial.program.text(), TYPED, "after a click into the text")
    point = trial.program.elsewhere()
    if point:
        trial.suggested()
        trial.desktop.click(*point)
        time.sleep(0.6)
        trial.program.focus()
        time.sleep(0.2)
        compare(trial.program.text(), TYPED, "after a click elsewhere")


def _window(trial: Trial) -> None:
    trial.suggested()
    trial.other.focus()
    time.sleep(0.3)
    assert trial.other.text == "", f"“{trial.other.text}” in the other window"
    trial.desktop.activate(trial.program.id)
    time.sleep(0.7)
    compare(trial.program.text(), TYPED, "after a look at another window")
    trial.program.focus()
    trial.desktop.key("ctrl+End")
    trial.desktop.type("ch")
    time.sleep(0.5)
    trial.expect_without_ghost(TAKEN)


def _fast(trial: Trial) -> str:
    """2,000 characters at 200 words a minute."""
    text = long_text(2000)
    before = trial.desktop.counts
    _type_long(trial, text)
    trial.program.expect(text, 20)
    shown = trial.desktop.counts["shown"] - before["shown"]
    if trial.how:
        assert shown > 50, f"only {shown} ghosts in 2,000 characters"
    assert trial.desktop.counts["taken"] == before["taken"], "something was taken"
    switched = trial.desktop.home / paths.switched_file().name
    assert not switched.exists(), "it was switched to the pop-up though it inserted nothing"
    return f"{shown} ghosts" if shown else ""


def _type_long(trial: Trial, text: str) -> None:
    """Type into the empty field, and wait until the input method has heard all there is."""
    trial.program.fresh()
    before = trial.desktop.counts["typed"]
    trial.desktop.type(text, delay_ms=60)
    heard, quiet_since = 0, time.monotonic()
    while heard < len(text) and time.monotonic() - quiet_since < 2:
        time.sleep(0.2)
        now = trial.desktop.counts["typed"] - before
        if now > heard:
            heard, quiet_since = now, time.monotonic()


CHECKS: dict[str, Check] = {
    "ghost": _ghost,
    "tab": _tab,
    "word": _word,
    "escape": _escape,
    "through": _through,
    "undo": _undo,
    "click": _click,
    "window": _window,
    "fast": _fast,
}
