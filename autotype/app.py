"""Puts the parts together: settings, worker, bridge and window; and takes them apart again."""

import contextlib
import logging
import os
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from autotype import paths, settings
from autotype.choosing import Choosing
from autotype.engine.completer import Completer
from autotype.engine.worker import Worker
from autotype.logs import start_log
from autotype.settings import Settings
from autotype.text.recovery import Journal
from autotype.ui.bridge import Bridge
from autotype.ui.crash import install_hooks
from autotype.ui.main_window import MainWindow
from autotype.ui.model_line import ModelLine
from autotype.ui.pack_watch import PackWatch
from autotype.ui.theme import apply_theme


@dataclass(frozen=True, slots=True)
class App:
    """A running window and the engine behind it."""

    window: MainWindow
    worker: Worker
    bridge: Bridge
    watch: PackWatch
    model_line: ModelLine

    def stop(self) -> bool:
        """End the engine's thread; a thread that outlives the window would abort the process."""
        self.model_line.stop()
        self.watch.stop()
        return self.worker.stop()


def build(chosen: Settings, journal: Journal | None = None) -> App:
    """Build the window and start its engine; there must be a `QApplication`."""
    bridge = Bridge()
    choosing = Choosing(chosen)

    def open_engine() -> Completer:
        # Imported on the worker's thread, so that the window is there first.
        from autotype.opening import open_chosen

        return open_chosen(choosing.settings)

    worker = Worker(open_engine, bridge.send_suggestion, bridge.send_status)
    window = MainWindow(
        chosen,
        worker.submit,
        worker.cancel,
        journal or Journal(paths.recovery()),
        f"{os.getpid()}",
    )
    window.connect_engine(bridge)
    watch = PackWatch(
        [paths.make_private(paths.home()), paths.packs(), *paths.shared_packs()],
        lambda: choosing.in_use().key,
        choosing.to_measure,
        window,
    )
    window.editor.document().contentsChanged.connect(watch.rest)
    model_line = ModelLine(window.notice, choosing, worker, watch)
    bridge.status.connect(model_line.on_status, Qt.ConnectionType.QueuedConnection)
    window.pack_wanted.connect(model_line.get)
    worker.start()
    return App(window, worker, bridge, watch, model_line)


def run_editor(
    file: Path | None = None, *, pack: str = "", provider: str = "", theme: str = ""
) -> int:
    """Open the editor and wait until it is closed.

    Args:
        file: A document to open.
        pack: Overrides the setting of that name; so do the next two.
        provider: "auto", "cpu" or "cuda".
        theme: "system", "light" or "dark".

    Returns:
        The exit code.
    """
    chosen, notice = settings.load(paths.settings_file())
    chosen = replace(
        chosen,
        pack=pack or chosen.pack,
        provider=provider or chosen.provider,
        theme=theme or chosen.theme,
    )
    application = application_of(chosen)
    with contextlib.suppress(OSError):
        start_log(paths.log_file())
    journal = Journal(paths.recovery())
    app = build(chosen, journal)
    window = app.window
    install_hooks(window.documents.journal_now)
    _end_on_signals(application, window)
    if notice:
        window.document_notice.say(notice)
    window.show()
    if file is not None and not file.exists():
        window.documents.start_as(file)
    elif file is not None:
        window.documents.open(file)
    for found in journal.pending()[:1]:
        window.offer_recovery(found)
    window.editor.setFocus()
    code = application.exec()
    if not app.stop():
        # A thread that is stuck in a driver would abort the process a moment later.
        logging.shutdown()
        os._exit(code)
    return code


def application_of(chosen: Settings) -> QApplication:
    """Return the application, made if there is none, in the theme of the settings."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("autotype")
    application.setApplicationDisplayName("Autotype")
    application.setDesktopFileName("autotype")
    apply_theme(application, chosen)
    application.styleHints().colorSchemeChanged.connect(
        lambda _: apply_theme(application, chosen) if chosen.theme == "system" else None
    )
    return application


def _end_on_signals(application: QApplication, window: MainWindow) -> None:
    """Write unsaved text down and end when the system asks for it."""

    def end(*_: object) -> None:
        window.documents.journal_now()
        application.exit(0)

    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    # Python runs signal handlers only between its own instructions; Qt's loop has none.
    timer = QTimer(window, interval=500)
    timer.timeout.connect(lambda: None)
    timer.start()
