"""Bad weather: what is killed and restarted with a ghost on the screen."""

import signal
import time

from tests.assistant.front_contract import TYPED
from tests.programs.trial import TAKEN, Check, Trial
from tests.waiting import until


def _engine_killed(trial: Trial) -> None:
    trial.suggested()
    trial.desktop.kill_engine()
    trial.desktop.type("ch more. ")
    trial.program.expect(f"{TAKEN} more. ")
    trial.program.focus()
    trial.desktop.key("ctrl+End")
    time.sleep(0.5)
    trial.type_until_shown(TYPED)
    trial.desktop.key("Escape")
    trial.program.expect(f"{TAKEN} more. {TYPED}")


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
    trial.desktop.key("ctrl+End")
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
    "engine killed": _engine_killed,
    "IBus restarted": _ibus_restarted,
    "program killed": _program_killed,
}
