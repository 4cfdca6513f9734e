"""The Help menu: keys, the reason of this moment, where things are, and a place to try it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMessageBox

from autotype import __version__
from autotype.processes import own_command
from autotype.text.advice import ADVICE, Remedy
from autotype.text.suggestion import Silence
from autotype.translation import tr
from autotype.ui.document_notice import DocumentNotice
from autotype.ui.editor import Editor
from autotype.ui.fetching import PASSING_S
from autotype.ui.menus import Menus
from autotype.ui.mnemonics import give_keys
from autotype.ui.notice_lives import while_same

_PRACTICE, _NEXT = "Thank you very much for your letter. I am looking forward to h", "e"
_PATIENCE_MS = 30_000
_ICON = 48
_WHY = "why"


class Help(QObject):
    """Answers questions about the program, in the line above the text where that is enough."""

    def __init__(
        self,
        editor: Editor,
        new: Callable[[], object],
        notice: DocumentNotice,
        silence: Callable[[], Silence | None],
        moment: Callable[[], object],
        remedies: Mapping[Remedy, Callable[[], object]],
        open_settings: Callable[[str], object],
        key_that_takes: Callable[[], str],
        menus: Menus,
    ) -> None:
        """Add the entries.

        Args:
            editor: Where one tries it.
            new: Opens an empty document there.
            notice: Where answers are said.
            silence: Returns why nothing is suggested now; None if there is no reason.
            moment: Returns what an answer holds for: the reason, and whose it is.
            remedies: What the buttons do.
            open_settings: Opens the settings with a search.
            key_that_takes: Returns the key that takes a suggestion, as people write it.
            menus: The window's menus.
        """
        super().__init__(editor)
        self._editor = editor
        self._new = new
        self._notice = notice
        self._silence = silence
        self._moment = moment
        self._remedies = remedies
        self._key_that_takes = key_that_takes
        self._doctor: QProcess | None = None
        menus.add(menus.help, tr("&Why is nothing shown?"), QKeySequence("Shift+F1"), self.say_why)
        menus.add(menus.help, tr("&Try it"), None, self.practise)
        menus.help.addSeparator()
        menus.add(menus.help, tr("Where is my &data?"), None, lambda: open_settings("Privacy"))
        menus.add(menus.help, tr("&Copy a report for help"), None, self.copy_report)
        menus.add(menus.help, tr("&About Autotype"), None, self._show_about)

    def say_why(self) -> None:
        """Say why nothing is suggested at this moment, and what can be done about it."""
        advice = ADVICE[self._silence()]
        work = self._remedies.get(advice.remedy)
        actions = [(self.tr(advice.remedy.value), work)] if work is not None else []
        holds = while_same(self._moment)
        self._notice.say(self.tr(advice.text), *actions, about=_WHY, holds=holds)
        self._editor.setFocus()

    def practise(self) -> None:
        """Show a text in which a suggestion is one key away."""
        self._new()
        self._editor.load(_PRACTICE)
        self._editor.document().setModified(False)
        self._editor.moveCursor(self._editor.textCursor().MoveOperation.End)
        self._editor.setFocus()
        self._notice.say(
            self.tr("Type “{letter}”: grey text appears after it, and {key} takes it.").format(
                letter=_NEXT, key=self._key_that_takes()
            ),
            about=_WHY,
            holds=self._practises,
        )

    def _practises(self) -> bool:
        """Whether the text to try it in is in front, and nothing was taken yet."""
        text = self._editor.document()
        longest = len(_PRACTICE) + len(_NEXT) + 1  # with the end that Qt counts
        if text.characterCount() > longest:
            return False
        return self._editor.toPlainText() in (_PRACTICE, _PRACTICE + _NEXT)

    def copy_report(self) -> None:
        """Copy what `autotype doctor` says; it holds no text of the user's."""
        if self._doctor is not None:
            return
        command = own_command("doctor")
        process = self._doctor = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.finished.connect(self._copy)
        process.errorOccurred.connect(lambda _: self._copy())
        process.start(command[0], command[1:])

    def stop(self) -> None:
        """End what is still being asked."""
        process, self._doctor = self._doctor, None
        if process is not None:
            process.kill()
            process.waitForFinished(_PATIENCE_MS)

    def _copy(self) -> None:
        process, self._doctor = self._doctor, None
        if process is None:
            return
        report = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        if report:
            QGuiApplication.clipboard().setText(report)
            self._notice.say(
                self.tr("The report is copied; paste it where you ask for help. It holds no text."),
                seconds=PASSING_S,
            )
        else:
            self._notice.say(
                self.tr("The report could not be made; run “autotype doctor” in a terminal.")
            )

    def _show_about(self) -> None:
        said = tr("Private predictive text. Nothing that you type leaves this computer.")
        box = QMessageBox(self._editor.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("About Autotype"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<h3>Autotype {__version__}</h3><p>{said}</p><p>Apache License 2.0</p>")
        box.setIconPixmap(QGuiApplication.windowIcon().pixmap(_ICON))
        give_keys(box)
        box.open()
