"""`autotype learned shortcut`: the user's own shortcuts are listed, added, changed and removed."""

import argparse
from typing import Any

from autotype.commands.printing import print_json
from autotype.text.visible import visible

SHORTCUT = "shortcut"
"""The word that is no search but begins this command."""
_LONGEST = 40
_OTHERS = (
    *("delete", "never", "again", "forget_hour", "forget_day", "all", "export", "import_file"),
    *("import_writing", "undo_import"),
)
"""Options of the command that do something else."""


def other_option(args: argparse.Namespace) -> str:
    """Return the option that wants neither shortcuts nor a search, as it is written; or nothing."""
    asked = next((name for name in _OTHERS if getattr(args, name)), "")
    return f"--{asked.removesuffix('_file').replace('_', '-')}" if asked else ""


def run_shortcuts(store: Any, args: argparse.Namespace) -> str:
    """Do what is asked; return what is to be said, or nothing where that was printed.

    Args:
        store: What was learned.
        args: `search` begins with `SHORTCUT`.

    Raises:
        DatabaseError: The file cannot be used.
        ShortcutError: Such a shortcut cannot be kept.
    """
    from autotype.learning.shortcuts import remove_shortcuts, set_shortcut
    from autotype.text.shortcuts import ShortcutError

    if option := other_option(args):
        raise ShortcutError(f"{option} is not for shortcuts; leave “{SHORTCUT}” out.")
    _, *rest = args.search
    if args.remove:
        removed = remove_shortcuts(store, [*rest, *args.remove])
        return f"{removed} {'shortcut is' if removed == 1 else 'shortcuts are'} removed."
    if len(rest) > 1:
        short, text = set_shortcut(store, rest[0], " ".join(rest[1:]))
        return f"“{short}” stands for “{visible(text, 2 * _LONGEST)}” from now on."
    _list(store, rest[0].casefold() if rest else "", as_json=args.json)
    return ""


def _list(store: Any, wanted: str, *, as_json: bool) -> None:
    found = [pair for pair in store.shortcuts() if wanted in " ".join(pair).casefold()]
    if as_json:
        for short, text in found:
            print_json({"short": short, "text": text})
        return
    if not found:
        no = "No such shortcut is there." if wanted else "There are no shortcuts yet."
        print(f"{no} “autotype learned shortcut brb be right back” adds one.")
        return
    width = max(len(short) for short, _ in found)
    for short, text in found:
        print(f"{visible(short):{width}}  {visible(text)}")
