"""The keys in the settings: which there are, and which actions can have them."""

from collections.abc import Mapping
from difflib import get_close_matches

from autotype.text.actions import ACTIONS
from autotype.translation import tr

_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_NAMES = (
    *("Esc", "Tab", "Backtab", "Backspace", "Return", "Enter", "Space"),
    *("Ins", "Del", "Home", "End", "Left", "Up", "Right", "Down", "PgUp", "PgDown"),
    *(f"F{number}" for number in range(1, 36)),
)
# What these do in the editor cannot be had otherwise.
EDITOR_KEYS = {
    "Ctrl+N": "New",
    "Ctrl+T": "New",
    "Ctrl+O": "Open",
    "Ctrl+Shift+T": "Reopen closed tab",
    "Ctrl+S": "Save",
    "Ctrl+Shift+S": "Save As",
    "Ctrl+P": "Print",
    "Ctrl+Tab": "Next tab",
    "Ctrl+PgDown": "Next tab",
    "Ctrl+Shift+Tab": "Previous tab",
    "Ctrl+PgUp": "Previous tab",
    "Ctrl+Shift+PgUp": "Move tab left",
    "Ctrl+Shift+PgDown": "Move tab right",
    "Ctrl+Shift+A": "All tabs",
    "Ctrl+W": "Close tab",
    "Ctrl+Q": "Quit",
    "Ctrl+Z": "Undo",
    "Ctrl+Shift+Z": "Redo",
    "Ctrl+X": "Cut",
    "Ctrl+C": "Copy",
    "Ctrl+V": "Paste",
    "Ctrl+A": "Select All",
    "Ctrl+F": "Find",
    "F3": "Find next",
    "Shift+F3": "Find previous",
    "Ctrl+H": "Replace",
    "Ctrl+G": "Go to line",
    "Shift+Esc": "Hide notice",
    "Ctrl+,": "Settings",
    "Ctrl++": "Zoom in",
    "Ctrl+=": "Zoom in",
    "Ctrl+-": "Zoom out",
    "Ctrl+0": "Normal size",
    "Ctrl+Shift+N": "Learn nothing, off the record",
    "F1": "Keys",
    "Shift+F1": "Why is nothing shown?",
    "F7": "Next misspelled word",
    "F9": "Count something else",
    "F11": "Full screen",
}
_MENUS = ("&File", "&Edit", "&View", "&Suggestions", "&Help")
# Desktops keep these to themselves.
_DESKTOP_KEYS = frozenset(
    (
        *("Alt+F4", "Alt+Tab", "Alt+Shift+Backtab", "Alt+Esc", "Alt+Space", "Ctrl+Alt+Del"),
        *(f"Ctrl+Alt+F{number}" for number in range(1, 13)),
    )
)
_ALSO_CALLED = {
    "control": "Ctrl",
    "escape": "Esc",
    "insert": "Ins",
    "delete": "Del",
    "pageup": "PgUp",
    "page up": "PgUp",
    "pagedown": "PgDown",
    "page down": "PgDown",
    "win": "Meta",
    "super": "Meta",
    "cmd": "Meta",
}
_KNOWN = {name.lower(): name for name in (*_MODIFIERS, *_NAMES)} | _ALSO_CALLED


def is_keys(value: object) -> bool:
    """Whether a value is a table of keys with which nothing is wrong."""
    return isinstance(value, dict) and not check_keys(value)[1]


def check_keys(wanted: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """Return the keys that can be used, each in its usual spelling, and what is wrong.

    An action whose key cannot be used keeps its default one. A key that was chosen is taken
    from the action that has it by default.

    Args:
        wanted: A key for each name of an action; an empty text takes the key away.

    Returns:
        The keys of the actions that do not have their default one, and sentences.
    """
    keys: dict[str, str] = {}
    wrong = []
    for name, value in wanted.items():
        if name not in ACTIONS:
            close = get_close_matches(name.casefold(), list(ACTIONS), n=1, cutoff=0.5)
            hint = (
                tr("did you mean “{close}”?", close=close[0])
                if close
                else tr("there are {names}.", names=", ".join(ACTIONS))
            )
            wrong.append(
                tr(
                    "“{name}” is not an action that can have a key; {hint}",
                    name=_shown(name),
                    hint=hint,
                )
            )
            continue
        key = "" if value == "" else usual_spelling(value)
        why = why_not(value)
        if not why and key and (other := _holder(keys, key)):
            why = tr("“{key}” is the key of “{other}” already", key=key, other=other)
        if why or key is None:
            wrong.append(
                tr(
                    "{why}; “{name}” keeps its key {key}.",
                    why=why,
                    name=name,
                    key=ACTIONS[name].key,
                )
            )
        else:
            keys[name] = key
    for name, action in ACTIONS.items():
        if name not in keys and (other := _holder(keys, action.key)):
            keys[name] = ""
            wrong.append(
                tr(
                    "“{key}” is the key of “{other}” now, so “{name}” has none; give it another "
                    'one, or say {name} = "".',
                    key=action.key,
                    other=other,
                    name=name,
                )
            )
    return keys, wrong


def why_not(value: object, shown: str = "") -> str:
    """Return why no action can have a key, as the beginning of a sentence; empty if one can.

    Args:
        value: The key in any spelling; an empty text is no key, which every action can have.
        shown: How the sentence names it; as the settings file does if empty.
    """
    if value == "":
        return ""
    key, menus = usual_spelling(value), menu_keys()
    in_menu = (key or "").replace("Shift+Backtab", "Shift+Tab")
    if key is None:
        return tr("“{value}” is not a key", value=shown or _shown(value))
    if types(key):
        return tr("“{key}” types something", key=shown or key)
    if in_menu in EDITOR_KEYS:
        return tr(
            "“{key}” is the editor's key for “{entry}”",
            key=shown or in_menu,
            entry=tr(EDITOR_KEYS[in_menu]),
        )
    if key in menus:
        return tr("“{key}” opens the editor's menu “{menu}”", key=shown or key, menu=menus[key])
    if key in _DESKTOP_KEYS:
        return tr("“{key}” belongs to the desktop, which hands it to no program", key=shown or key)
    return ""


def menu_keys() -> dict[str, str]:
    """Return the keys that open the editor's menus in the chosen language, with their names."""
    names = (tr(name) for name in _MENUS)
    return {f"Alt+{name[name.index('&') + 1].upper()}": name.replace("&", "") for name in names}


def usual_spelling(key: object) -> str | None:
    """Return a key in Qt's portable form, such as "Ctrl+Right"; None if there is no such key."""
    if not isinstance(key, str) or len(key) > 60:
        return None
    *before, name = _split(key)
    parts = {_KNOWN.get(part.strip().lower(), "") for part in before}
    if len(parts) != len(before) or not parts <= set(_MODIFIERS):
        return None
    name = name.strip()
    last = _KNOWN.get(name.lower(), name.upper() if len(name.upper()) == 1 else name)
    if last in _MODIFIERS or (last not in _NAMES and not (len(last) == 1 and last.isprintable())):
        return None
    # Shift turns Tab into another key.
    if last == "Tab" and "Shift" in parts:
        last = "Backtab"
    return "+".join([*(one for one in _MODIFIERS if one in parts), last])


def types(key: str) -> bool:
    """Whether a key types something, alone or with Shift."""
    *before, last = _split(key)
    return bool(key) and set(before) <= {"Shift"} and (len(last) == 1 or last == "Space")


def _split(key: str) -> list[str]:
    if key.endswith("+"):  # “Ctrl++” is the plus key
        return [*key[:-2].split("+"), "+"] if key[:-1] else ["+"]
    return key.split("+")


def _holder(keys: Mapping[str, str], key: str) -> str:
    return next((name for name, other in keys.items() if other == key), "")


def _shown(value: object) -> str:
    text = "".join(c if c.isprintable() else " " for c in str(value)[:41])
    return text if len(text) <= 40 else f"{text[:40]} …"


def as_table() -> str:
    """Return all keys as Markdown tables, for the handbook."""
    rows = [
        f"| `{name}` | {' or '.join(filter(None, (action.key, action.second)))} | {action.text} |"
        for name, action in ACTIONS.items()
    ]
    editor = [f"| {key} | {name} |" for key, name in EDITOR_KEYS.items()]
    return "\n".join(
        [
            *("| action | key | what it does |", "|---|---|---|", *rows, ""),
            *("| key | menu entry |", "|---|---|", *editor),
        ]
    )
