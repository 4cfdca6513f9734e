"""Whether a search of the settings finds something, by all that is said about it."""

from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from autotype.settings import Option
from autotype.settings.search_words import SEARCH_WORDS
from autotype.translation import tr


def about_option(name: str, option: Option) -> str:
    """Return what a setting can be found by: in English as well, as the handbook has it."""
    others = SEARCH_WORDS.get(name, "")
    said = (option.title, option.help, *option.choices.values(), option.group.value, others)
    return " ".join((name.replace("_", " "), *said, *map(tr, said)))


def about_widget(heading: str, widget: QWidget) -> str:
    """Return what can be read in a part of the window that is no setting, and its heading."""
    labels = [
        QTextDocumentFragment.fromHtml(label.text()).toPlainText()
        for label in widget.findChildren(QLabel)
    ]
    buttons = [each.text().replace("&", "") for each in widget.findChildren(QAbstractButton)]
    return " ".join((heading, tr(heading), *labels, *buttons))


def finds(words: str, about: str) -> bool:
    """Whether all words of a search are somewhere in a text."""
    text = about.casefold()
    return all(word in text for word in words.casefold().replace("_", " ").split())
