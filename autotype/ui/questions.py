"""Questions before something could be lost; no key that is pressed by habit loses it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from autotype.translation import tr
from autotype.ui.mnemonics import give_keys


def ask(window: QWidget, text: str, more: str, *choices: str, careful: str = "") -> str:
    """Ask the user what to do.

    Args:
        window: The window that the question is about.
        text: What has happened.
        more: What the choices mean.
        *choices: The names of buttons, in English; Cancel comes by itself, and is what Esc means.
        careful: The choice that Enter means; Cancel if it is empty.

    Returns:
        The choice; empty for Cancel.
    """
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like markup
    box.setText(text)
    box.setInformativeText(more)
    buttons = {}
    for choice in choices:
        harmless = choice == careful
        role = QMessageBox.ButtonRole
        buttons[choice] = box.addButton(
            tr(choice), role.AcceptRole if harmless else role.DestructiveRole
        )
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(buttons.get(careful, cancel))
    box.setEscapeButton(cancel)
    give_keys(box)
    box.exec()
    clicked = box.clickedButton()
    return next((choice for choice, button in buttons.items() if button is clicked), "")
