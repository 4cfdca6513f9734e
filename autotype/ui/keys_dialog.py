"""The keys, and where others can be set."""

from collections.abc import Callable, Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from autotype.text.actions import ACTIONS
from autotype.translation import either, tr
from autotype.ui.mnemonics import give_keys


def keys_dialog(
    keys: Mapping[str, QKeySequence],
    seconds: Mapping[str, QKeySequence],
    choose: Callable[[], object],
    parent: QWidget,
) -> QMessageBox:
    """Return a dialog that shows the keys; it is opened by whoever asked for it.

    Args:
        keys: The key of each action.
        seconds: The second key of those that have one.
        choose: Opens the settings where all keys are, and can be chosen.
        parent: The window it belongs to.
    """
    native = QKeySequence.SequenceFormat.NativeText

    def shown(name: str) -> str:
        both = (each[name] for each in (keys, seconds) if name in each)
        return either([escape(key.toString(native)) for key in both if not key.isEmpty()])

    rows = "".join(
        f"<tr><td><b>{shown(name) or '–'}</b>&nbsp;&nbsp;</td><td>{text}</td></tr>"
        for name, text in ((name, escape(tr(action.text))) for name, action in ACTIONS.items())
    )
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(tr("Keys"))
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(f"<table>{rows}</table>")
    box.setInformativeText(
        tr("The settings list the keys of the menus, too; the keys above can be changed there.")
    )
    settings = box.addButton(tr("All keys"), QMessageBox.ButtonRole.ActionRole)
    settings.clicked.connect(choose)
    close = box.addButton(tr("Close"), QMessageBox.ButtonRole.RejectRole)
    give_keys(box)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
