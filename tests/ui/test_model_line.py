"""What the line above the text says of the model, in a real window with real (tiny) packs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype import paths, settings
from autotype.app import App
from autotype.packs import measured as measured_packs
from autotype.packs.catalogue import kept_download, recommended
from autotype.packs.installed import BUILT_IN_VARIABLE, find
from autotype.packs.measured import Measured, store_measured
from autotype.text.engine_status import EngineState
from autotype.text.suggestion import Silence
from tests.ui.conftest import Open, until_ready
from tests.ui.test_pack_watch import install

# As `autotype models pull` does it: says how far it is, and puts the pack in place at the end.
PULL = """
import json, pathlib, shutil, sys, time
def say(share, step):
    print(json.dumps({{"progress": share, "step": step}}), flush=True)
go = pathlib.Path({go!r})
say(0.0, "downloading")
say(0.42, "downloading")
while not go.exists():
    time.sleep(0.02)
if go.read_text():
    print(json.dumps({{"error": go.read_text()}}), flush=True)
    sys.exit(1)
say(0.9, "building q8")
packs = pathlib.Path({packs!r})
packs.mkdir(exist_ok=True)
work = packs / ".work"
shutil.copytree({pack!r}, work)
manifest = work / "manifest.json"
text = json.loads(manifest.read_text())
manifest.write_text(json.dumps(text | {{"name": "smollm2-135m", "title": "Better"}}))
work.rename(packs / "smollm2-135m")
say(1.0, "done")
"""


Start = Callable[..., "Person"]


class Person:
    """One user in front of one window."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self.qtbot = qtbot
        self.app = app
        self.notice = app.window.notice

    def until(self, part: str) -> None:
        self.qtbot.waitUntil(lambda: part in self.notice.text, timeout=20_000)

    def press(self, button: str) -> None:
        self.notice.act(self.notice.choices.index(button))

    def runs(self, title: str) -> None:
        self.qtbot.waitUntil(
            lambda: f"{title} · CPU" in self.app.window.status.text, timeout=20_000
        )

    def menu(self, part: str) -> None:
        (action,) = [a for a in self.app.window.findChildren(QAction) if part in a.text()]
        action.trigger()


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """The file that lets a download end; what is in it is its error."""
    return tmp_path / "go"


@pytest.fixture
def start(
    qtbot: QtBot,
    home: Path,
    open_app: Open,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    go: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Start:
    """Open the editor with the small built-in pack and a download of our own."""

    def run(**options: object) -> Person:
        monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
        app = open_app(**options)
        code = PULL.format(go=str(go), packs=str(paths.packs()), pack=str(tiny_llama_pack))
        app.model_line._fetching._command = (sys.executable, "-c", code)
        until_ready(qtbot, app)
        qtbot.waitUntil(lambda: app.model_line._status.state is EngineState.READY, timeout=20_000)
        return Person(qtbot, app)

    return run


def slow(home: Path, tiny_pack: Path, tiny_llama_pack: Path) -> None:
    """Install a better pack that was found to be too slow, and measure the small one."""
    (home / "packs").mkdir(parents=True)
    install(home, tiny_llama_pack, "smollm2-135m", "Better")
    store_measured(find("smollm2-135m"), Measured(0.5, 97.0, "2026-11-25"))
    store_measured(find("tiny"), Measured(0.2, 5.0, "2026-11-25"))


def test_the_better_model_is_fetched_while_writing_goes_on(start: Start, go: Path) -> None:
    person = start()
    assert person.app.window.get_model.isEnabled()
    assert "Better suggestions in English texts: 93 MB to download once" in person.notice.text
    assert "170 MB on disk" in person.notice.text
    assert "other languages" not in person.notice.text
    assert person.notice.choices == ("Get it", "Not now", "Never")
    person.press("Get it")
    person.until("downloading … 42%")
    assert person.notice.share == pytest.approx(0.42)
    assert person.app.window.isActiveWindow()
    QTest.keyClicks(person.app.window.editor, "Thank you very")
    person.qtbot.waitUntil(lambda: bool(person.app.window.controller.ghost), timeout=20_000)
    assert person.app.window.editor.text() == "Thank you very"
    person.menu("Get the recommended")  # it does so already
    go.touch()
    person.runs("Better")
    person.until("The better model, Better, is in use now.")
    assert person.notice.share is None
    assert not person.app.window.get_model.isEnabled()


def test_the_bar_is_full_only_when_the_model_is_in_use(start: Start, go: Path) -> None:
    person = start()
    shares: list[tuple[float, bool]] = []
    say = person.notice.say

    def note(*arguments: object, **options: object) -> None:
        say(*arguments, **options)
        if person.notice.share is not None:
            shares.append((person.notice.share, "Better" in person.app.window.status.text))

    person.notice.say = note
    go.touch()
    person.press("Get it")
    person.until("is in use now")
    told = [share for share, _ in shares]
    assert told == sorted(told)
    assert all(share <= 0.99 or step == len(shares) - 1 for step, (share, _) in enumerate(shares))


def test_no_language_is_promised_that_the_model_does_not_know(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_DE"))
    person = start()
    person.until("Better suggestions in English texts")
    assert "It suggests nothing in other languages than English." in person.notice.text


def test_an_offer_goes_when_the_settings_want_none(start: Start) -> None:
    person = start()
    person.until("Better suggestions")
    person.app.live.change(theme="dark")
    assert "Better suggestions" in person.notice.text
    person.app.live.change(offer_model=False)
    assert person.notice.text == ""


def test_what_is_downloaded_is_not_offered_as_a_download(start: Start) -> None:
    kept = kept_download(recommended())
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"GGUF")
    person = start()
    person.until("downloaded already")
    assert "170 MB on disk" in person.notice.text
    assert "93 MB" not in person.notice.text


@pytest.mark.parametrize("how", ["cancel", "cancel late", "close"])
def test_a_download_that_is_given_up_leaves_no_process(start: Start, home: Path, how: str) -> None:
    person = start()
    person.press("Get it")
    person.until("42%")
    fetch = person.app.model_line._fetching._fetch
    assert fetch is not None
    process = Path(f"/proc/{fetch.process_id}")
    assert process.exists()
    if how == "close":
        person.app.window.close()
        assert person.app.stop()
        assert not process.exists()
        return
    if how == "cancel late":
        fetch.progressed.emit(0.8, "building q8")
        assert "preparing it for this computer … 80%" in person.notice.text
    person.press("Cancel")
    kept = "what was downloaded is kept" if how == "cancel late" else "nothing of it is kept"
    assert f"stopped; {kept}" in person.notice.text
    person.qtbot.waitUntil(lambda: not process.exists(), timeout=10_000)
    assert person.app.window.controller.silence is not Silence.NO_MODEL
    assert not (home / "packs").exists()


def test_a_download_that_fails_says_why_and_can_be_tried_again(start: Start, go: Path) -> None:
    person = start()
    person.press("Get it")
    go.write_text("There is no network.")
    person.until("There is no network.")
    go.write_text("")
    person.press("Try again")
    person.until("is in use now")


def test_a_download_that_is_killed_or_cannot_start_is_one_sentence(start: Start) -> None:
    person = start()
    person.press("Get it")
    person.until("42%")
    os.kill(person.app.model_line._fetching._fetch.process_id, signal.SIGKILL)
    person.until("ended unexpectedly")
    person.app.model_line._fetching._command = ("/no/such/program",)
    person.press("Try again")
    person.until("cannot be started")


def test_without_a_pack_the_line_offers_one_and_uses_it_at_once(
    qtbot: QtBot, open_app: Open, tiny_pack: Path, go: Path
) -> None:
    app = open_app()
    person = Person(qtbot, app)
    person.until("no language model yet")
    code = PULL.format(go=str(go), packs=str(paths.packs()), pack=str(tiny_pack))
    app.model_line._fetching._command = (sys.executable, "-c", code)
    go.touch()
    person.press("Get the model")
    person.until("Better is in use now.")
    person.runs("Better")


def test_what_is_too_slow_is_said_and_can_be_used_anyway(
    start: Start,
    home: Path,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    slow(home, tiny_pack, tiny_llama_pack)
    person = start()
    person.until("The recommended model, Better, was too slow here when it was measured (97 ms")
    assert "Tiny gpt2 is in use" in person.notice.text
    assert person.notice.choices == ("Use it anyway", "Measure again", "Leave it so")
    person.app.window.notice.hide()
    person.menu("Get the recommended")  # leads to the same, instead of fetching it again
    person.until("97 ms")
    person.press("Use it anyway")
    person.runs("Better")
    assert settings.load(paths.settings_file())[0].pack == "smollm2-135m"
    person.until("The better model, Better, is in use now.")


def test_who_wants_it_so_is_not_told_again(
    start: Start,
    home: Path,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    slow(home, tiny_pack, tiny_llama_pack)
    person = start()
    person.until("97 ms")
    person.press("Leave it so")
    chosen, _ = settings.load(paths.settings_file())
    again = start(offer_model=chosen.offer_model)
    assert again.notice.text == ""
    again.menu("Get the recommended")
    again.until("97 ms")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Measured(0.5, 30.0, "2026-11-26"), "The better model, Better, is in use now."),
        (Measured(0.5, 88.0, "2026-11-26"), "(88 ms a word"),
        (Measured(0.5, 300.0, "2026-11-26", disturbed=True), "Nothing new is known"),
    ],
)
def test_measuring_again(
    start: Start,
    home: Path,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    monkeypatch: pytest.MonkeyPatch,
    found: Measured,
    said: str,
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    slow(home, tiny_pack, tiny_llama_pack)
    person = start()
    person.until("97 ms")
    code = (
        "import sys\nfrom autotype.packs.installed import find\n"
        "from autotype.packs.measured import Measured, store_measured\n"
        f"store_measured(find(sys.argv[1]), {found!r})"
    )
    person.app.watch._command = (sys.executable, "-c", code)
    person.press("Measure again")
    assert "Better is being measured" in person.notice.text
    person.until(said)


@pytest.mark.parametrize("setting", ["nonesuch", "/nowhere"])
def test_a_setting_that_names_nothing_is_said_by_name(
    start: Start, home: Path, setting: str
) -> None:
    settings.save(paths.settings_file(), settings.Settings(pack=setting, font_size=15))
    person = start(pack=setting)
    person.until(f"The settings name the pack “{setting}”, which is not installed")
    assert person.notice.choices == ("Use the automatic choice",)
    QTest.keyClicks(person.app.window.editor, "Thank you very")
    person.qtbot.waitUntil(lambda: bool(person.app.window.controller.ghost), timeout=20_000)
    person.press("Use the automatic choice")
    kept, _ = settings.load(paths.settings_file())
    assert kept == settings.Settings(font_size=15)
    # What comes next is what anybody hears who uses the small one.
    assert "nonesuch" not in person.notice.text
    assert "Better suggestions" in person.notice.text


def test_what_was_chosen_by_hand_is_not_changed_by_the_menu(
    start: Start, home: Path, tiny_llama_pack: Path
) -> None:
    (home / "packs").mkdir(parents=True)
    install(home, tiny_llama_pack, "smollm2-135m", "Better")
    settings.save(paths.settings_file(), settings.Settings(pack="tiny"))
    person = start(pack="tiny")
    assert person.notice.text == ""
    person.menu("Get the recommended")
    person.until("is on this computer, but Tiny gpt2 was chosen")
    person.press("Use the automatic choice")
    person.runs("Better")


@pytest.fixture
def unwritable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that cannot be saved, whoever runs the test."""

    def fail(*_: object) -> None:
        raise settings.SettingsError("The settings cannot be saved in “x” (Permission denied).")

    monkeypatch.setattr(settings, "save", fail)


@pytest.mark.usefixtures("unwritable")
def test_a_no_that_cannot_be_remembered_is_said_to_be_one(start: Start) -> None:
    person = start()
    person.press("Never")
    assert "cannot be remembered" in person.notice.text
    assert "Permission denied" in person.notice.text


@pytest.mark.usefixtures("unwritable")
def test_a_choice_that_cannot_be_remembered_holds_until_the_end(
    start: Start,
    home: Path,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(BUILT_IN_VARIABLE, str(tiny_pack))
    slow(home, tiny_pack, tiny_llama_pack)
    person = start()
    person.until("97 ms")
    person.press("Use it anyway")
    person.until("This holds until Autotype ends")
    person.runs("Better")


def test_not_now_asks_again_and_never_does_not(start: Start) -> None:
    person = start()
    person.press("Not now")
    assert person.notice.text == ""
    ready = person.app.bridge.status
    with person.qtbot.waitSignal(ready, check_params_cb=lambda s: s.state is EngineState.READY):
        person.app.worker.reopen()  # as after a failure
    QTest.qWait(100)
    assert person.notice.text == ""
    chosen, _ = settings.load(paths.settings_file())
    assert chosen.offer_model
    person = start()
    person.press("Never")
    assert person.notice.text == ""
    chosen, wrong = settings.load(paths.settings_file())
    assert (chosen, wrong) == (replace(settings.Settings(), offer_model=False), "")
    again = start(offer_model=chosen.offer_model)
    assert again.notice.text == ""


def test_nothing_is_offered_to_those_who_have_a_pack_or_chose_one(
    start: Start, home: Path, tiny_pack: Path
) -> None:
    (home / "packs").mkdir(parents=True)
    install(home, tiny_pack, "mine", "Mine")
    for chosen in ("auto", "tiny"):
        person = start(pack=chosen)
        assert person.notice.text == ""


@pytest.fixture
def busy() -> Iterator[None]:
    """An endless loop for every core."""
    command = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


# The real measurement, only that every pack is too slow, and a short text once is enough.
MEASURE = """
import sys
from autotype.evaluation import suitability
from autotype.packs import measured
read = suitability.read_samples
suitability.read_samples = lambda files, characters: read(files, characters=0, longest=60)
suitability.IN_TIME_MS = measured.IN_TIME_MS = 0.0
suitability._ROUNDS = 1
{more}
from autotype.cli import main
sys.exit(main(["models", "measure", "--json", *sys.argv[1:]]))
"""
QUIET = "suitability.others_share = lambda *_: 0.0\nsuitability.Undisturbed.share = lambda _: 1.0"


@pytest.mark.usefixtures("busy")
def test_the_first_run_on_a_busy_machine(
    start: Start, go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the better model in use, and with a word if a quiet day says otherwise."""
    monkeypatch.setattr(measured_packs, "IN_TIME_MS", 0.0)
    person = start()
    watch = person.app.watch
    go.touch()
    person.press("Get it")
    person.until("The better model, Better, is in use now.")
    watch._command = (sys.executable, "-c", MEASURE.format(more=""))
    with person.qtbot.waitSignal(watch.measured, timeout=120_000):
        watch.measure("smollm2-135m")
    found = measured_packs.measured(find("smollm2-135m"))
    assert found is not None
    assert found.disturbed
    person.runs("Better")
    watch._command = (sys.executable, "-c", MEASURE.format(more=QUIET))
    with person.qtbot.waitSignal(watch.measured, timeout=120_000):
        watch.measure("smollm2-135m")
    person.until("The recommended model, Better, was too slow here when it was measured")
    person.runs("Tiny gpt2")
    assert "Use it anyway" in person.notice.choices
