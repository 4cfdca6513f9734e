"""Keys for buttons: the underlined letters that Alt presses."""

import re
from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QMainWindow, QMessageBox, QPushButton, QWidget

_KEY = re.compile(r"&([^&\s])")


def with_keys(names: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Return names of buttons in which one letter each is marked as the button's key.

    A name that has a key already keeps it; one whose letters are all taken gets none.

    Args:
        names: The names.
        taken: Letters, in lower case, that mean something else.
    """
    used = set(taken) | {key for name in names if (key := key_of(name))}
    marked = []
    for name in names:
        if key_of(name):
            marked.append(name)
            continue
        # The beginning of a word is found most easily.
        places = sorted(range(len(name)), key=lambda at: at > 0 and name[at - 1] != " ")
        free = [at for at in places if name[at].isalpha() and name[at].lower() not in used]
        if free:
            used.add(name[free[0]].lower())
            marked.append(f"{name[: free[0]]}&{name[free[0] :]}")
        else:
            marked.append(name)
    return marked


def key_of(name: str) -> str:
    """Return the letter that is the key of a button or a menu, in lower case; empty for none."""
    found = _KEY.search(name.replace("&&", ""))
    return found[1].lower() if found else ""


def give_keys(box: QMessageBox) -> None:
    """Give every button of a message box a key; many desktops give them none."""
    buttons = box.buttons()
    for button, name in zip(buttons, with_keys([b.text() for b in buttons]), strict=True):
        button.setText(name)


def share_keys(part: QWidget) -> None:
    """Give the buttons of a part of a window keys that mean nothing else in that window."""
    window = part.window()
    buttons = [button for button in part.findChildren(QPushButton) if button.text()]
    texts = [
        other.text()
        for other in window.findChildren(QPushButton)
        if other.isVisible() and not part.isAncestorOf(other)
    ]
    if isinstance(window, QMainWindow):
        texts += [action.text() for action in window.menuBar().actions()]
    taken = [key for text in texts if (key := key_of(text))]
    # Qt itself keeps the keys that are marked; those of before may be somebody else's now.
    names = [button.text().replace("&", "") for button in buttons]
    for button, name in zip(buttons, with_keys(names, taken), strict=True):
        if button.text() != name:
            button.setText(name)
