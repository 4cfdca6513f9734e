"""Colours and type of the window, light and dark."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from autotype.settings import Settings


@dataclass(frozen=True, slots=True)
class _Colours:
    paper: str
    ink: str
    ghost: str
    ghost_strong: str
    frame: str
    quiet: str
    line: str
    accent: str
    notice: str


_LIGHT = _Colours(
    paper="#fdfcfa",
    ink="#24221f",
    ghost="#8d877d",
    ghost_strong="#625d55",
    frame="#f4f1ec",
    quiet="#6f6a62",
    line="#e4dfd7",
    accent="#2f6f8f",
    notice="#f3ead6",
)
_DARK = _Colours(
    paper="#1d1e20",
    ink="#e6e3dd",
    ghost="#85827b",
    ghost_strong="#a8a49b",
    frame="#252628",
    quiet="#9d9992",
    line="#37383b",
    accent="#7fb6d1",
    notice="#3a352a",
)


def is_dark(app: QApplication, theme: str) -> bool:
    """Whether a theme setting ("system", "light", "dark") means dark here and now."""
    if theme != "system":
        return theme == "dark"
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(app: QApplication, settings: Settings) -> None:
    """Give the whole application its colours."""
    dark = is_dark(app, settings.theme)
    colours = _DARK if dark else _LIGHT
    app.setStyle("Fusion")
    app.setPalette(_palette(colours, settings.ghost_contrast == "high"))
    app.setStyleSheet(_style(colours))


def text_font(settings: Settings) -> QFont:
    """Return the font of the text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if settings.font_family:
        font.setFamily(settings.font_family)
    font.setPointSizeF(float(settings.font_size))
    return font


def _palette(colours: _Colours, strong: bool) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    ghost = colours.ghost_strong if strong else colours.ghost
    for which, colour in (
        (role.Window, colours.frame),
        (role.Base, colours.paper),
        (role.AlternateBase, colours.frame),
        (role.Button, colours.frame),
        (role.ToolTipBase, colours.frame),
        (role.WindowText, colours.ink),
        (role.Text, colours.ink),
        (role.ButtonText, colours.ink),
        (role.ToolTipText, colours.ink),
        (role.PlaceholderText, ghost),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.paper),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.ghost))
    return palette


def _style(colours: _Colours) -> str:
    return f"""
    QMainWindow, QMenuBar, QStatusBar {{ background: {colours.frame}; }}
    QMenuBar {{ border-bottom: 1px solid {colours.line}; padding: 2px 6px; }}
    QMenuBar::item {{ padding: 4px 8px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {colours.line}; }}
    QPlainTextEdit {{ border: none; background: {colours.paper}; }}
    #suggestionBar {{ background: {colours.paper}; border-top: 1px solid {colours.line}; }}
    #findBar {{ background: {colours.frame}; border-top: 1px solid {colours.line}; }}
    #findBar QLineEdit {{ background: {colours.paper}; border: 1px solid {colours.ghost};
        border-radius: 4px; padding: 3px 5px; }}
    #findBar QLineEdit:focus {{ border-color: {colours.accent}; }}
    #findBar QToolButton {{ padding: 3px 7px; border: 1px solid transparent; border-radius: 4px; }}
    #findBar QToolButton[autoRaise="false"] {{ border-color: {colours.ghost}; }}
    #findBar QToolButton:hover, #findBar QToolButton:pressed {{ background: {colours.line}; }}
    #findBar QToolButton:focus {{ border-color: {colours.quiet}; }}
    #findBar QToolButton:checked {{ background: {colours.paper}; border-color: {colours.accent}; }}
    #caretStrip {{ background: {colours.frame}; border: 1px solid {colours.line};
        border-radius: 6px; }}
    QStatusBar {{ border-top: 1px solid {colours.line}; color: {colours.quiet}; }}
    QStatusBar::item {{ border: none; }}
    QStatusBar QLabel {{ color: {colours.quiet}; padding: 2px 8px; }}
    QLabel#quiet {{ color: {colours.quiet}; }}
    QLabel#heading {{ font-size: 16pt; padding: 4px 0; }}
    QLabel#wrong {{ background: {colours.notice}; padding: 6px; }}
    #keyHint {{ background: {colours.frame}; border: 1px solid {colours.line}; border-radius: 4px;
        color: {colours.quiet}; padding: 0 4px; }}
    #notice {{ background: {colours.notice}; border-bottom: 1px solid {colours.line}; }}
    #notice QPushButton {{ padding: 4px 12px; }}
    """
