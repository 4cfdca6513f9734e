"""Colours and type of the window: light, dark, and each of them with the strongest contrast.

All text has 4.5 : 1 on its ground at least (WCAG AA), with the theme `contrast` 7 : 1 (AAA).
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from autotype import paths
from autotype.settings import Settings

# Fusion frames boxes and menus with 1 / 1.4 of the colour of windows, which in the dark is no
# frame at all; of this one that comes to 3 : 1 on the colour of windows. On white it is a pale one,
# and with the strongest contrast that is too little: 5 : 1.
_FRAMED_IN_THE_DARK = "#a3a6ab"
_FRAMED_ON_WHITE = "#989898"


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
    ghost="#726c63",
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
    ghost="#908d86",
    ghost_strong="#a39f97",
    frame="#252628",
    quiet="#9d9992",
    line="#37383b",
    accent="#7fb6d1",
    notice="#3a352a",
)
_BLACK_ON_WHITE = _Colours(
    paper="#ffffff",
    ink="#000000",
    ghost="#545454",
    ghost_strong="#404040",
    frame="#ffffff",
    quiet="#333333",
    line="#707070",
    accent="#00417a",
    notice="#fff3c4",
)
_WHITE_ON_BLACK = _Colours(
    paper="#000000",
    ink="#ffffff",
    ghost="#a8a8a8",
    ghost_strong="#b8b8b8",
    frame="#000000",
    quiet="#d6d6d6",
    line="#8a8a8a",
    accent="#8fd3ff",
    notice="#332b00",
)
_FRAMED = (
    "QAbstractItemView",
    "QAbstractSlider",
    "QAbstractSpinBox",
    "QCheckBox",
    "QComboBox",
    "QGroupBox",
    "QLineEdit",
    "QMenu",
    "QPlainTextEdit",
    "QRadioButton",
    "QTextEdit",
)
_FRAMED_IF_STRONG = ("QPushButton", "QToolButton")  # their ground tells them apart otherwise
_AS_THE_SYSTEM = ("system", "contrast")
_APPLIED = "autotypeTheme"
_LEAST_FADED = 3.4
_LEAST_FADED_STRONG = 7.0
_STRONG = 18.0
_STEPS = 100
_BESIDE = 0.8


def is_dark(app: QApplication, theme: str) -> bool:
    """Whether a theme setting ("system", "light", "dark", "contrast") means dark here and now."""
    if theme not in _AS_THE_SYSTEM:
        return theme == "dark"
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(app: QApplication, settings: Settings) -> None:
    """Give the whole application its colours."""
    dark = is_dark(app, settings.theme)
    app.setProperty(_APPLIED, settings)
    app.setStyle("Fusion")
    palette = palette_of(settings, dark)
    app.setPalette(palette)
    framed, strong = QPalette(palette), settings.theme == "contrast"
    if dark or strong:
        frame = _FRAMED_IN_THE_DARK if dark else _FRAMED_ON_WHITE
        framed.setColor(QPalette.ColorRole.Window, QColor(frame))
    for kind in _FRAMED + _FRAMED_IF_STRONG:
        # What is declared of it takes bytes, which it refuses.
        as_others = kind in _FRAMED_IF_STRONG and not strong
        app.setPalette(palette if as_others else framed, kind)  # type: ignore[arg-type]
    colours = _colours_of(settings, dark)
    app.setStyleSheet(_style(colours) + (_icons_in_the_dark() if dark else ""))


def palette_of(settings: Settings, dark: bool) -> QPalette:
    """Return the colours that settings mean where the theme comes out dark, or does not."""
    return _palette(_colours_of(settings, dark), settings.ghost_contrast == "high")


def follow_system(app: QApplication) -> None:
    """Give the application its colours again where they are the system's, which has changed."""
    settings = app.property(_APPLIED)
    if settings is not None and settings.theme in _AS_THE_SYSTEM:
        apply_theme(app, settings)


def ghost_style(settings: Settings) -> str:
    """Return how a ghost differs from written text: "colour", "italic" or "underline".

    With the strongest contrast its colour comes close to that of the text, and is not enough.
    """
    alone = settings.theme == "contrast" and settings.ghost_style == "colour"
    return "italic" if alone else settings.ghost_style


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours as WCAG has it, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faded(palette: QPalette) -> QColor:
    """Return the colour of text that is out of focus: as quiet as it can be and still be read."""
    ink, paper = (
        palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base)
    )
    least = _LEAST_FADED_STRONG if contrast(ink, paper) > _STRONG else _LEAST_FADED
    for step in range(_STEPS):
        colour = _mixed(paper, ink, step / _STEPS)
        if contrast(colour, paper) >= least:
            return colour
    return ink


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    def part(a: float, b: float) -> float:
        return a + (b - a) * share

    return QColor.fromRgbF(
        part(one.redF(), other.redF()),
        part(one.greenF(), other.greenF()),
        part(one.blueF(), other.blueF()),
    )


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_font(settings: Settings) -> QFont:
    """Return the font of the text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if settings.font_family:
        font.setFamily(settings.font_family)
    font.setPointSizeF(float(settings.font_size))
    return font


def beside(text: QFont, largest: float) -> QFont:
    """Return the font of what stands beside a text: not much smaller, nor than other windows' is.

    Args:
        text: The font of the text.
        largest: How many points it may have, where other windows' has fewer.
    """
    font = QApplication.font()
    least = QFontInfo(font).pointSizeF()
    font.setPointSizeF(max(least, min(_BESIDE * text.pointSizeF(), largest)))
    return font


def _colours_of(settings: Settings, dark: bool) -> _Colours:
    if settings.theme == "contrast":
        return _WHITE_ON_BLACK if dark else _BLACK_ON_WHITE
    return _DARK if dark else _LIGHT


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
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.quiet))
    return palette


def _style(colours: _Colours) -> str:
    return f"""
    QMainWindow, QMenuBar, QStatusBar {{ background: {colours.frame}; }}
    QMenuBar {{ border-bottom: 1px solid {colours.line}; padding: 2px 6px; }}
    QMenuBar::item {{ padding: 4px 8px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {colours.line}; }}
    ExactTextEdit {{ border: none; background: {colours.paper}; }}
    #suggestionBar {{ background: {colours.paper}; border-top: 1px solid {colours.line}; }}
    #findBar {{ background: {colours.frame}; border-top: 1px solid {colours.line}; }}
    #findBar QLineEdit {{ background: {colours.paper}; border: 1px solid {colours.ghost};
        border-radius: 4px; padding: 3px 5px; }}
    #findBar QLineEdit:focus {{ border-color: {colours.accent}; }}
    #findBar QToolButton {{ padding: 3px 7px; border: 1px solid transparent; border-radius: 4px; }}
    #findBar QToolButton[autoRaise="false"] {{ border-color: {colours.ghost}; }}
    #findBar QToolButton:hover, #findBar QToolButton:pressed {{ background: {colours.line}; }}
    #findBar QToolButton:focus {{ border-color: {colours.quiet}; }}
    #findBar QToolButton:checked {{ background: {colours.quiet}; color: {colours.paper};
        border-color: {colours.quiet}; padding: 3px 1px; }}
    #findBar QToolButton:checked:hover {{ background: {colours.ink}; }}
    #findBar QToolButton:checked:focus {{ border-color: {colours.accent}; }}
    #tabBar, #tabRow {{ background: {colours.frame}; }}
    #tabBar::tab {{ background: {colours.frame}; color: {colours.quiet}; padding: 5px 27px 5px 12px;
        min-width: 6em; max-width: 16em; border: none; border-top: 2px solid transparent;
        border-right: 1px solid {colours.line}; }}
    #tabBar::tab:hover {{ color: {colours.ink}; background: {colours.line}; }}
    #tabBar::tab:selected {{ background: {colours.paper}; color: {colours.ink};
        border-top-color: {colours.accent}; }}
    QToolButton#closeTab, QToolButton#newTab {{ border: none; border-radius: 4px; padding: 0;
        color: {colours.quiet}; }}
    QToolButton#newTab {{ padding: 3px 8px; }}
    QToolButton#closeTab:hover, QToolButton#newTab:hover {{ background: {colours.line};
        color: {colours.ink}; }}
    #caretStrip {{ background: {colours.frame}; border: 1px solid {colours.line};
        border-radius: 6px; }}
    QStatusBar {{ border-top: 1px solid {colours.line}; color: {colours.quiet}; }}
    QStatusBar::item {{ border: none; }}
    QStatusBar QLabel, QStatusBar QToolButton {{ color: {colours.quiet}; padding: 2px 8px; }}
    QStatusBar QToolButton {{ border: none; border-radius: 4px; }}
    QStatusBar QToolButton:hover {{ background: {colours.line}; color: {colours.ink}; }}
    QToolButton#offTheRecord {{ background: {colours.notice}; color: {colours.ink};
        border: 1px solid {colours.line}; border-radius: 4px; padding: 1px 8px; }}
    QToolButton#offTheRecord:hover {{ border-color: {colours.quiet}; }}
    QLabel#quiet {{ color: {colours.quiet}; }}
    QLabel#heading {{ font-size: 16pt; padding: 4px 0; }}
    QLabel#wrong {{ background: {colours.notice}; padding: 6px; }}
    #keyHint {{ background: {colours.frame}; border: 1px solid {colours.line}; border-radius: 4px;
        color: {colours.quiet}; padding: 0 4px; }}
    #notice {{ background: {colours.notice}; border-bottom: 1px solid {colours.line}; }}
    #notice QPushButton {{ padding: 4px 12px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    """


def _icons_in_the_dark() -> str:
    """Return what gives Qt's own file dialog arrows that can be seen; its own are black."""
    icons = paths.resources() / "icons"
    named = {"backward": "back", "forward": "forward", "filedialog-parent-directory": "up"}
    rules = (
        f'{what}-icon: url("{icons.as_posix()}/dark-{name}.svg");' for what, name in named.items()
    )
    return f"QFileDialog {{ {' '.join(rules)} }}"
