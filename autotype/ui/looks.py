"""How Markdown and misspelled words look, in the colours of the theme.

Weight, slant and colour only: larger letters or another font would make lines of other heights,
and the text would jump. A font whose bold or slanted letters are higher goes without.
"""

import math

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QTextCharFormat
from PySide6.QtWidgets import QWidget

from autotype.text.markdown import Kind

MISSPELLED = "misspelled"
Look = Kind | str
_DARK = 128
_RED_ON_LIGHT, _RED_ON_DARK = "#c8372d", "#ff7b72"
_QUIET = 0.68


class Looks:
    """The formats for one palette and one font; `stamp` tells whether they are still right."""

    def __init__(self, widget: QWidget) -> None:
        """Make the formats for a widget as it is now."""
        self.stamp = stamp_of(widget)
        palette, font = widget.palette(), widget.font()
        ink = palette.color(QPalette.ColorRole.Text)
        paper = palette.color(QPalette.ColorRole.Base)
        bold, slanted = QFont(font), QFont(font)
        bold.setBold(True)
        slanted.setItalic(True)
        self.formats: dict[Look, QTextCharFormat] = {
            kind: QTextCharFormat() for kind in (*Kind, MISSPELLED)
        }
        get = self.formats.__getitem__
        if _is_as_high(bold, font):
            for kind in (Kind.HEADING, Kind.STRONG):
                get(kind).setFontWeight(QFont.Weight.Bold)
        if _is_as_high(slanted, font):
            get(Kind.EMPHASIS).setFontItalic(True)
        get(Kind.HEADING).setForeground(palette.color(QPalette.ColorRole.Link))
        get(Kind.STRUCK).setFontStrikeOut(True)
        quiet = _between(ink, paper, _QUIET)
        for kind in (Kind.CODE, Kind.CODE_LINE, Kind.QUOTE, Kind.MARKER):
            get(kind).setForeground(quiet)
        get(Kind.CODE).setBackground(palette.color(QPalette.ColorRole.AlternateBase))
        get(Kind.LINK).setForeground(palette.color(QPalette.ColorRole.Link))
        get(Kind.LINK).setFontUnderline(True)
        wave = get(MISSPELLED)
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        red = _RED_ON_DARK if paper.lightness() < _DARK else _RED_ON_LIGHT
        wave.setUnderlineColor(QColor(red))


def stamp_of(widget: QWidget) -> tuple[int, str]:
    """Return what changes with a widget's colours or its font."""
    return widget.palette().cacheKey(), widget.font().key()


def _is_as_high(font: QFont, usual: QFont) -> bool:
    one, other = QFontMetricsF(font), QFontMetricsF(usual)
    return all(
        math.ceil(this) <= math.ceil(that)
        for this, that in (
            (one.ascent(), other.ascent()),
            (one.descent(), other.descent()),
            (one.leading(), other.leading()),
        )
    )


def _between(ink: QColor, paper: QColor, share: float) -> QColor:
    """Return a colour between two, so much of the first."""
    return QColor(
        *(
            round(share * one + (1 - share) * other)
            for one, other in zip(ink.getRgb()[:3], paper.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )
