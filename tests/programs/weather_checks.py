"""Bad weather: what is killed and restarted with a ghost on the screen."""

import signal
import time
from collections.abc import Callable

from tests.assistant.front_contract import TYPED, long_text
from tests.programs.program import compare
from tests.programs.trial import TAKEN, Check, Trial
from tests.waiting import until

# So many sentences are typed until there must be suggestions again.
_PATIENCE = 4


def _engine_killed(trial: Trial) -> None:
    _goes_on_without(trial, trial.desktop.kill_engine)


def _service_killed(trial: Trial) -> None:
    _goes_on_without(trial, trial.desktop.kill_service)


def _goes_on_without(trial: Trial, kill: Callable[[], None]) -> None:
    """Type on while what computes suggestions is gone, and have suggestions again later."""
    trial.suggested()
    kill()
    trial.desktop.type("ch more. ")
    trial.program.expect(f"{TAKEN} more. ")
    trial.program.focus()
    trial.desktop.key("ctrl+End")
    typed = f"{TAKEN} more. {_suggested_again(trial)}"
    trial.desktop.key("Escape")
    trial.program.expect(typed)


def _suggested_again(trial: Trial) -> str:
    """Type until there are suggestions again; return what was typed."""
    for tries in range(_PATIENCE):
        try:
            trial.type_until_shown(TYPED)
        except AssertionError:
            trial.desktop.type(". ")
        else:
            return f"{TYPED}. " * tries + TYPED
    raise AssertionError(f"no suggestion in {_PATIENCE} sentences after that")


def _long_field(trial: Trial) -> None:
    """A suggestion at the end of 100,000 characters."""
    text = "\n".join(long_text(200) for _ in range(500)) + "\n"
    trial.program.fresh()
    trial.desktop.set_clipboard(text)
    trial.desktop.key("ctrl+v")
    time.sleep(2)
    trial.desktop.key("ctrl+End")
    time.sleep(0.5)
    trial.type_until_shown(TYPED)
    trial.desktop.key("ctrl+Right")
    time.sleep(0.5)
    trial.desktop.key("Escape")
    found = trial.program.text()
    # Programs have line ends of their own.
    wanted = "".join((text + TAKEN).split())
    assert "".join(found.split()) == wanted, f"“…{found[-40:]}” at the end"


def _ibus_restarted(trial: Trial) -> str:
    trial.suggested()
    trial.desktop.kill_ibus()
    try:
        time.sleep(1)
        trial.desktop.type(" and")
        trial.program.expect(f"{TYPED} and")
    finally:
        trial.desktop.begin_ibus()
        trial.program.focus()
        # Desktops choose the input method again for those that come back.
        time.sleep(1)
        until(trial.desktop.chosen, "the input method")
    _wait_for_letters(trial, f"{TYPED} and")
    trial.desktop.type(" on. ")
    time.sleep(0.5)
    trial.expect_without_ghost(f"{TYPED} and on. ")
    try:
        trial.type_until_shown(TYPED)
    except AssertionError:
        return "suggests again only when the program is started again"
    trial.desktop.key("Escape")
    trial.program.expect(f"{TYPED} and on. {TYPED}")
    return ""


def _wait_for_letters(trial: Trial, text: str) -> None:
    """Press a key until what it types is to be seen, and take that back, as people do.

    A program's own part of IBus drops keys until it has found the one that is new.
    """

    def found() -> str:
        """Return what is there; nothing where the keys that copy it were dropped, too."""
        there = trial.program.text()
        if there:
            compare(there.rstrip("x"), text, "when IBus was there again")
        return there

    def comes() -> bool:
        trial.desktop.key("ctrl+End", "x")
        time.sleep(0.3)
        return found().endswith("x")

    until(comes, "the first letter after IBus was started again", 20)
    trial.desktop.key(*["BackSpace"] * (len(found()) - len(text)))
    trial.program.expect(text)


def _program_killed(trial: Trial) -> None:
    trial.suggested()
    before = trial.desktop.popups()
    running = trial.program.running
    assert running
    running.end(signal.SIGKILL)
    trial.other.focus()
    if trial.how == "popup":
        until(lambda: trial.desktop.popups().keys() < before.keys(), "the pop-up's end", 5)
    trial.type_until_shown(TYPED, "inline")
    trial.other.expect(TYPED)
    trial.desktop.key("ctrl+Right")
    trial.other.expect(TAKEN)


CHECKS: dict[str, Check] = {
    "long field": _long_field,
    "engine killed": _engine_killed,
    "service killed": _service_killed,
    "IBus restarted": _ibus_restarted,
    "program killed": _program_killed,
}
