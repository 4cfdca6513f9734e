"""The assistant's window: what it does now, and its settings."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from autotype import settings
from autotype.assistant.modes import Mode
from autotype.assistant.rules import RulesError, read_rules, save_rules
from autotype.settings import Settings
from autotype.translation import mark, tr
from autotype.tray.autostart import AutostartError, set_autostart, starts_with_desktop
from autotype.tray.control import SNOOZE_MINUTES, Control
from autotype.tray.input_method import InputMethod
from autotype.tray.known import Known
from autotype.tray.naming import naming_gap
from autotype.tray.rules_table import RulesTable, mode_box
from autotype.tray.set_up import SetUpButton
from autotype.ui.application import app_icon
from autotype.ui.live_settings import LiveSettings

_IBUS_WORDS = {
    "on": mark("Autotype is the input method of this session."),
    "other": mark("Another input method is in use."),
    "stopped": mark("IBus is not running."),
    "missing": mark("IBus is not installed, so there are none."),
}
_OFF_THE_RECORD = mark(
    "No text is ever kept. Otherwise Autotype counts suggestions and remembers the "
    "names of the applications that had the focus, both until it ends."
)
_STAYS = mark(
    "This desktop shows no icon for Autotype. Closing this window leaves suggestions on in other "
    "applications; to pause or end them, start the assistant again."
)
_QUIT = mark("No application gets suggestions until Autotype is started again.")


class AssistantWindow(QWidget):
    """A small window; what closing it means depends on whether there is a tray.

    Signals:
        closed(): The user has closed it.
        editor_wanted(): A new text is to be written.
        leaving(): The assistant is to end.
        settings_wanted(): All settings are to be shown.
        numbers_wanted(): The numbers are to be shown.
    """

    closed = Signal()
    editor_wanted = Signal()
    leaving = Signal()
    settings_wanted = Signal()
    numbers_wanted = Signal()

    def __init__(
        self,
        control: Control,
        input_method: InputMethod,
        live: LiveSettings,
        rules_file: Path,
        trouble: str = "",
    ) -> None:
        """Build the window; it is shown later.

        Args:
            control: What the assistant does.
            input_method: Whether IBus is used.
            live: The settings.
            rules_file: The rules for applications.
            trouble: What was wrong at the start, in one sentence; may be empty.
        """
        super().__init__()
        self._at_start = trouble
        self._has_ibus = self._rules_are_readable = True
        self._method = self._missing = ""
        self._control = control
        self._input_method = input_method
        self._live = live
        self._rules_file = rules_file
        self.setWindowTitle("Autotype")
        self.setWindowIcon(app_icon())
        self.resize(560, 520)
        self.state = QLabel(self)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        font = self.state.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.state.setFont(font)
        self.pause = QPushButton(self)
        self.snooze = QPushButton(tr("Pause for {minutes} &minutes", minutes=SNOOZE_MINUTES), self)
        self.restart = QPushButton(tr("Start &again"), self)
        self.off = QCheckBox(tr("Off the re&cord: count nothing, remember no application"), self)
        self.off.setToolTip(tr(_OFF_THE_RECORD))
        self.method = QLabel(self)
        self.method.setWordWrap(True)
        self.set_up = SetUpButton(self)
        self.otherwise: QComboBox = mode_box(Mode.INLINE)
        self.autostart = QCheckBox(tr("Start with the &desktop"), self)
        self.hint = QLabel(
            tr("&Exceptions, and what is known of programs that none of them names:"), self
        )
        self.hint.setWordWrap(True)
        self.naming = QLabel(naming_gap(), self)
        self.naming.setWordWrap(True)
        self.naming.setVisible(bool(self.naming.text()))
        self.rules = RulesTable(self)
        self.hint.setBuddy(self.rules.table)
        self.known = Known(self.rules, self.say, self)
        self.write = QPushButton(tr("&New text …"), self)
        self.settings = QPushButton(tr("&Settings …"), self)
        self.numbers = QPushButton(tr("Your num&bers …"), self)
        self.stays = QLabel(tr(_STAYS), self)
        self.stays.setWordWrap(True)
        self.stays.hide()
        self.leave = QPushButton(tr("&Quit and stop suggesting"), self)
        self.leave.setToolTip(tr(_QUIT))
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        for box in (self.off, self.autostart):
            # In the dark the frame of a box does not stand out from the window.
            palette = box.palette()
            raised = palette.color(QPalette.ColorRole.Button).lighter(140)
            palette.setColor(QPalette.ColorRole.Base, raised)
            box.setPalette(palette)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.pause, self.snooze, self.restart):
            buttons.addWidget(button)
        buttons.addStretch(1)
        method = QHBoxLayout()
        method.addWidget(self.method, 1)
        method.addWidget(self.set_up)
        form = QFormLayout()
        form.addRow(tr("Other applications:"), method)
        form.addRow(tr("Suggestions &there:"), self.otherwise)
        ends = QHBoxLayout()
        for button in (self.write, self.settings, self.numbers):
            ends.addWidget(button)
        ends.addStretch(1)
        ends.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.state)
        layout.addLayout(buttons)
        layout.addWidget(self.off)
        layout.addLayout(form)
        layout.addWidget(self.hint)
        layout.addWidget(self.naming)
        layout.addWidget(self.rules, 1)
        layout.addWidget(self.known)
        layout.addWidget(self.autostart)
        layout.addWidget(self.trouble)
        layout.addWidget(self.stays)
        layout.addLayout(ends)
        parts = (
            *(self.pause, self.snooze, self.restart, self.off, self.set_up, self.otherwise),
            *(self.rules.table, self.rules.seen, self.rules.add),
            *(self.autostart, self.write, self.settings, self.numbers, self.leave),
        )
        for first, second in pairwise(parts):
            self.setTabOrder(first, second)

    def _connect(self) -> None:
        control = self._control
        control.changed.connect(self._show_state)
        self.pause.clicked.connect(lambda: control.pause(control.state.silence() is None))
        self.snooze.clicked.connect(control.snooze)
        self.restart.clicked.connect(control.restart)
        self.off.clicked.connect(control.off_the_record)
        self._input_method.changed.connect(self._show_method)
        self.set_up.changed.connect(self._input_method.look)
        self.set_up.looked.connect(self._show_missing)
        self.otherwise.activated.connect(lambda _: self._set_otherwise())
        self.autostart.clicked.connect(self._set_autostart)
        self.write.clicked.connect(self.editor_wanted)
        self.leave.clicked.connect(self.leaving)
        self.settings.clicked.connect(self.settings_wanted)
        self.numbers.clicked.connect(self.numbers_wanted)
        self._live.changed.connect(lambda _, now: self._show_otherwise(now))
        self._live.said.connect(self.say)
        self.rules.changed.connect(self._save_rules)
        self.rules.changed.connect(lambda _: control.ask_for_seen(self.rules.offer))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Show what is so now."""
        self._input_method.look()
        self.autostart.setChecked(starts_with_desktop())
        self._show_otherwise(self._live.now)
        _, notice = settings.load(self._live.path)
        wrong = [self._at_start] if self._at_start else notice.splitlines()
        try:
            rules = read_rules(self._rules_file)
        except RulesError as error:
            # What cannot be read must not be written over.
            self._rules_are_readable = False
            wrong.append(str(error))
        else:
            self._rules_are_readable = True
            wrong += rules.wrong
            self.rules.show_rules(rules.modes)
            wrong += self.known.look()
            self._control.ask_for_seen(self.rules.offer)
        self.say("\n".join(wrong))
        self._enable()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Show what has changed while the user was elsewhere."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.known.look()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Tell that the window is gone."""
        super().closeEvent(event)
        self.closed.emit()

    def _show_state(self) -> None:
        control = self._control
        silent = control.state.silence() is not None
        self.state.setText(control.words)
        self.pause.setText(tr("&Resume") if silent else tr("&Pause"))
        self.snooze.setVisible(not silent)
        for part in (self.pause, self.snooze, self.off):
            part.setEnabled(control.connected)
        self.restart.setVisible(control.can_restart)
        self.off.setChecked(control.state.off_the_record)

    def _show_missing(self, is_missing: bool) -> None:
        self._missing = f" {tr('Not everything is set up.')}" if is_missing else ""
        self.method.setText(self._method + self._missing)

    def _show_method(self, what: str) -> None:
        self._method = tr(_IBUS_WORDS[what])
        self.method.setText(self._method + self._missing)
        self._has_ibus = what != "missing"
        self._enable()

    def _enable(self) -> None:
        """Offer what has an effect, and nothing that would write over what cannot be read."""
        self.otherwise.setEnabled(self._has_ibus)
        self.hint.setEnabled(self._has_ibus)
        self.rules.setEnabled(self._has_ibus and self._rules_are_readable)

    def _set_otherwise(self) -> None:
        self.say("")
        self._live.change(elsewhere=str(self.otherwise.currentData()))
        self._live.save()  # the next window that gets the focus goes by it

    def _show_otherwise(self, chosen: Settings) -> None:
        self.otherwise.setCurrentIndex(self.otherwise.findData(Mode(chosen.elsewhere)))

    def say_what_stays(self) -> None:
        """Say what closing the window means where there is no icon that would stay."""
        self.stays.show()

    def _set_autostart(self, wanted: bool) -> None:
        self._try(lambda: set_autostart(wanted))
        self.autostart.setChecked(starts_with_desktop())

    def _save_rules(self, rules: Mapping[str, Mode]) -> None:
        self._try(lambda: save_rules(self._rules_file, rules))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (AutostartError, RulesError) as error:
            self.say(str(error))
        else:
            self.say("")

    def say(self, sentence: str) -> None:
        """Show what went wrong; nothing if it is empty."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
