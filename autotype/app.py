"""Puts the parts together: settings, worker, bridge and window; and takes them apart again."""

import contextlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt

from autotype import paths, settings, translation
from autotype.choosing import Choosing
from autotype.engine.completer import Completer
from autotype.engine.worker import Worker
from autotype.errors import LeaveAtOnce
from autotype.learning.learner import Learner
from autotype.learning.own_text import OwnText
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from autotype.logs import start_log
from autotype.settings import Settings
from autotype.text.recovery import Journal
from autotype.translation import tr
from autotype.ui.after_painting import AfterPainting
from autotype.ui.application import application_of
from autotype.ui.bridge import Bridge
from autotype.ui.crash import install_hooks
from autotype.ui.ending import Ending
from autotype.ui.learning import Learning
from autotype.ui.learning_entries import add_learning
from autotype.ui.live_settings import LiveSettings
from autotype.ui.live_window import apply_settings
from autotype.ui.main_window import MainWindow
from autotype.ui.model_line import ModelLine
from autotype.ui.pack_shelf import PackShelf
from autotype.ui.pack_watch import PackWatch
from autotype.ui.scaling import drop_unusable_sizes
from autotype.ui.tuning_opener import TuningOpener
from autotype.ui.window_tabs import keep_all

__all__ = ["App", "application_of", "build", "run_editor"]

_log = logging.getLogger(__name__)
_PATIENCE_S = 1.5
_OF_THE_ENGINE = (
    *("show_at_least", "mid_line", "hide_profanity", "gendered_pronouns", "look_ahead"),
)


@dataclass(frozen=True, slots=True)
class App:
    """A running window and the engine behind it."""

    window: MainWindow
    worker: Worker
    bridge: Bridge
    watch: PackWatch
    model_line: ModelLine
    shelf: PackShelf
    live: LiveSettings
    learning: Learning
    tuning: TuningOpener

    def stop(self) -> bool:
        """End the engine's thread; a thread that outlives the window would abort the process.

        Opening a large pack cannot be cut short, and nobody waits for it.
        """
        self.live.save()
        self.model_line.stop()
        self.shelf.stop()
        self.tuning.end()
        self.watch.stop()
        self.window.counting.close()
        self.learning.close()
        return self.worker.stop(_PATIENCE_S)


def build(chosen: Settings, journal: Journal | None = None) -> App:
    """Build the window and start its engine; there must be a `QApplication`."""
    bridge = Bridge()
    choosing = Choosing(chosen)

    def open_engine() -> Completer:
        # Imported on the worker's thread, so that the window is there first.
        from autotype.opening import open_chosen

        return open_chosen(choosing.settings, learning.evidence)

    worker = Worker(open_engine, bridge.send_suggestion, bridge.send_status)
    engine = AfterPainting(worker.submit, worker.cancel)
    window = MainWindow(
        chosen,
        engine.submit,
        engine.cancel,
        journal or Journal(paths.recovery()),
        f"{os.getpid()}",
    )
    engine.setParent(window)
    window.connect_engine(bridge)
    order = window.spelling.menu.order
    order.ask = lambda asked: worker.rescore(asked, bridge.send_rescored)
    bridge.rescored.connect(order.on_rescored, Qt.ConnectionType.QueuedConnection)
    with contextlib.suppress(OSError):
        paths.make_private(paths.home())
    watch = PackWatch(
        [paths.home(), paths.packs(), *paths.shared_packs()],
        lambda: choosing.in_use().key,
        choosing.to_measure,
        window,
    )
    window.editor.rest_listeners.append(watch.rest)
    model_line = ModelLine(window.notice, choosing, worker, watch)
    bridge.status.connect(model_line.on_status, Qt.ConnectionType.QueuedConnection)
    live = LiveSettings(paths.settings_file(), chosen, window)

    def follow(before: Settings, now: Settings) -> None:
        choosing.settings = now
        model_line.withdraw()
        apply_settings(window, before, now)
        if before.provider != now.provider:
            worker.swap()
        elif any(getattr(before, name) != getattr(now, name) for name in _OF_THE_ENGINE):
            worker.adjust(lambda completer: _adjust(completer, now))
        if before.pack != now.pack:
            watch.look()

    live.changed.connect(follow)
    learner = Learner(Store(paths.learned()), lambda: _rules(live.now), OwnText())
    learning = Learning(
        window.editor, window.controller, learner, lambda: window.documents.document.path
    )
    shelf = PackShelf(choosing, watch)
    tuning = TuningOpener(window)
    shelf.tuning_wanted.connect(tuning.open)
    tuning.tuned.connect(watch.look)
    window.editor.rest_listeners.append(tuning.rest)
    add_learning(window, learning, live, tuning.open)
    window.use_settings(live, shelf)
    window.pack_wanted.connect(model_line.get)
    model_line.can_get.connect(window.get_model.setEnabled)
    worker.start()
    window.counting.look()
    return App(window, worker, bridge, watch, model_line, shelf, live, learning, tuning)


def _rules(chosen: Settings) -> Rules:
    from autotype.spelling.known import known_words  # on the learner's thread, when it is needed

    return Rules(known_words(chosen.spelling), profanity=not chosen.hide_profanity)


def _adjust(completer: Completer, chosen: Settings) -> None:
    from autotype.opening import adjust_to  # as above: on the worker's thread

    adjust_to(completer, chosen)


def run_editor(
    files: Sequence[Path] = (), *, pack: str = "", provider: str = "", theme: str = ""
) -> int:
    """Open the editor and wait until it is closed.

    Args:
        files: Documents to open, each in a tab.
        pack: Overrides the setting of that name; so do the next two.
        provider: "auto", "cpu" or "cuda".
        theme: "system", "light", "dark" or "contrast".

    Returns:
        The exit code.
    """
    translation.use()  # what is wrong in the settings is said before they say a language
    with Ending() as ending:
        chosen, notice = settings.load(paths.settings_file())
        chosen = replace(
            chosen,
            pack=pack or chosen.pack,
            provider=provider or chosen.provider,
            theme=theme or chosen.theme,
        )
        wrong = [*notice.splitlines(), *drop_unusable_sizes()]
        application = application_of(chosen)
        troubles = _prepare_home()
        app = build(chosen)
        code, ended = 1, True
        try:
            install_hooks(app.window.tabs.journal_now)
            ending.listen(lambda: keep_all(app.window))
            app.window.notices.say_at_start(wrong, troubles)
            _show(app.window, files)
            code = ending.run(application)
        finally:
            ended = app.stop()
    if not ended:
        raise LeaveAtOnce(code)
    return code


def _show(window: MainWindow, files: Sequence[Path]) -> None:
    """Show the window with what it begins with."""
    window.show()
    window.tab_bar.follow()
    restored, said = window.session.restore(alone=bool(files))
    if files:
        window.tabs.open_all(files)
    elif not restored and window.session.on and window.recent.last is not None:
        window.tabs.open(window.recent.last)
    if said:
        window.document_notice.say(said, about="session")
    with contextlib.suppress(OSError):
        for found in window.documents.waiting()[:1]:
            window.notices.offer_recovery(found)
    window.editor.setFocus()


def _prepare_home() -> list[str]:
    """Start the log; return sentences about what cannot be kept, with which the editor goes on."""
    home = paths.home()
    if why := paths.why_unusable(home):
        return [
            tr(
                "Nothing can be kept in “{home}” ({why}): unsaved text would be lost in a crash, "
                "and settings are not remembered. Save your text often.",
                home=home,
                why=why,
            )
        ]
    troubles = []
    if why := paths.why_unusable(paths.recovery()):
        troubles.append(
            tr(
                "Unsaved text cannot be kept in “{path}” ({why}): it would be lost in a crash. "
                "Save your text often.",
                path=paths.recovery(),
                why=why,
            )
        )
    try:
        start_log(paths.log_file())
    except OSError as error:
        troubles.append(
            tr(
                "The log “{path}” cannot be written ({why}).",
                path=paths.log_file(),
                why=error.strerror or error,
            )
        )
    return troubles
