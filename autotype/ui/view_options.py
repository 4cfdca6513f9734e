"""How the text looks and moves, from the settings; what the window changes of it is remembered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from autotype.settings import OPTIONS, Settings
from autotype.ui.count_button import next_kind
from autotype.ui.editor import Editor
from autotype.ui.focus import Focus
from autotype.ui.line_spacing import set_line_spacing
from autotype.ui.status_line import StatusLine
from autotype.ui.suggestion_bar import SuggestionBar
from autotype.ui.theme import apply_theme, ghost_style, text_font
from autotype.ui.typewriter import Typewriter
from autotype.ui.zoom import zoomed

_TOP_MARGIN = 24


class ViewOptions(QObject):
    """Makes a window look as the settings say, at the start and whenever they change.

    Attributes:
        settings: Those that are in force.
        remember: Lets settings have other values from now on, and comes back to `apply`.

    Signals:
        applied(): Others are in force.
    """

    applied = Signal()

    def __init__(
        self, settings: Settings, editor: Editor, bar: SuggestionBar, status: StatusLine
    ) -> None:
        super().__init__(editor)
        self.settings = settings
        self.remember: Callable[..., object] | None = None
        self._editor = editor
        self._bar = bar
        self._status = status
        self._focus = Focus(editor)
        self._typewriter = Typewriter(editor)
        editor.zoom_wanted.connect(self.zoom)
        status.count.clicked.connect(self.next_count)
        self._show()

    def apply(self, settings: Settings) -> None:
        """Look as some settings say; can be called at any time, and remembers nothing."""
        before, self.settings = self.settings, settings
        application = QApplication.instance()
        if isinstance(application, QApplication) and _colours(settings) != _colours(before):
            apply_theme(application, settings)
        self._show()
        self.applied.emit()

    def change(self, **changes: Any) -> None:
        """Change settings by their names, and remember them where that is possible."""
        if self.remember is not None:
            self.remember(**changes)
        else:
            self.apply(replace(self.settings, **changes))

    def zoom(self, steps: int) -> None:
        """Make the text larger, or smaller; 0 is the size that it has when nothing is set."""
        size = zoomed(self.settings.font_size, steps) if steps else OPTIONS["font_size"].default
        self.change(font_size=size)
        self._status.say(self.tr("Text size: {0} points").format(f"{size:g}"))

    def next_count(self) -> None:
        """Count something else in the status line."""
        self.change(counts=next_kind(self.settings.counts))

    def _show(self) -> None:
        settings, editor = self.settings, self._editor
        font = text_font(settings)
        caret_is_seen = _is_in_view(editor)
        if font != editor.font():
            editor.setFont(font)
        with editor.quiet:  # it changes no text
            set_line_spacing(editor, settings.line_spacing)
        editor.margins.set_column(settings.text_width, _TOP_MARGIN)
        editor.ghost.set_style(ghost_style(settings))
        self._bar.scale(font)
        self._status.scale(font)
        self._status.show_counts(settings.counts)
        self._focus.set(settings.focus)
        self._typewriter.set(settings.typewriter)
        if caret_is_seen:
            editor.ensureCursorVisible()


def _is_in_view(editor: Editor) -> bool:
    """Whether the caret is; Qt does not say where one is that is far away."""
    first = editor.firstVisibleBlock().position()
    last = editor.cursorForPosition(editor.viewport().rect().bottomRight()).position()
    return first <= editor.textCursor().position() <= last


def _colours(settings: Settings) -> tuple[str, str]:
    return settings.theme, settings.ghost_contrast
