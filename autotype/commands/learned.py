"""`autotype learned`: what was learned of the user's writing, and every way to forget it."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autotype import paths, settings
from autotype.commands.gathered import (
    add_options,
    as_json,
    gather_places,
    print_preview,
    require_text,
    write_text,
)
from autotype.commands.learned_shortcuts import SHORTCUT, other_option, run_shortcuts
from autotype.commands.options import text_of
from autotype.commands.printing import print_json, with_errors_in_json
from autotype.commands.progress import Progress
from autotype.errors import AutotypeError
from autotype.text.visible import visible

_HOUR_S, _DAY_S = 3600, 24 * 3600
_LONGEST = 40


class LearnedError(AutotypeError):
    """What is asked cannot be done."""


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "learned", help="say what was learned of your writing, and forget it"
    )
    parser.add_argument(
        "search",
        nargs="*",
        default=[],
        type=text_of,
        help="only words that contain this; or “shortcut” for your own shortcuts, “shortcut WORD "
        "TEXT” to add or change one",
    )
    parser.add_argument(
        "--json", action="store_true", help="lines of JSON; of the words, an object for each"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--remove", metavar="WORD", nargs="+", type=text_of, help="with “shortcut”: remove some"
    )
    for option, what in (
        ("--delete", "forget words, in any case"),
        ("--never", "never suggest words"),
        ("--again", "suggest such words again"),
    ):
        how.add_argument(option, metavar="WORD", nargs="+", type=text_of, help=what)
    how.add_argument("--forget-hour", action="store_true", help="forget the last hour")
    how.add_argument("--forget-day", action="store_true", help="forget the last day")
    how.add_argument("--all", action="store_true", help="forget everything")
    how.add_argument("--export", metavar="FILE", help="write everything as JSON")
    how.add_argument("--import", metavar="FILE", dest="import_file", help="add such a file")
    how.add_argument(
        "--import-writing",
        metavar="PLACE",
        nargs="+",
        type=Path,
        help="learn from what you wrote before: files, folders, mailboxes",
    )
    how.add_argument(
        "--undo-import", action="store_true", help="forget what was learned from such texts"
    )
    parser.add_argument(
        "--passphrase",
        action="store_true",
        help="with --export: ask for a passphrase and encrypt the file with it",
    )
    parser.add_argument(
        "--preview", action="store_true", help="with --import-writing: only say what would be read"
    )
    add_options(parser)
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; errors are JSON, too, where JSON was asked for."""
    return with_errors_in_json(args, _run)


def _run(args: argparse.Namespace) -> int:
    """Print the words, or do with them what is asked."""
    from autotype.commands import passphrases
    from autotype.learning import forgetting
    from autotype.learning.encryption import PassphraseNeededError
    from autotype.learning.exchange import export_file, import_file
    from autotype.learning.store import Store

    if args.passphrase and args.export is None:
        raise LearnedError("--passphrase goes with --export; --import asks for one if it has to.")
    asked = other_option(args)
    if args.search and args.search[0] != SHORTCUT and asked:
        raise LearnedError(
            f"Either search for “{visible(' '.join(args.search))}”, or use {asked}; nothing was "
            "changed."
        )
    if args.export == "-":
        raise LearnedError("--export needs the name of a file; nothing was written.")
    store = Store(paths.learned())
    if args.search[:1] == [SHORTCUT]:
        said = run_shortcuts(store, args)
    elif args.remove:
        raise LearnedError("Say “autotype learned shortcut --remove WORD” to remove a shortcut.")
    elif args.delete:
        there = {word.word.casefold() for word in store.words()}
        unknown = [word for word in args.delete if word.casefold() not in there]
        known = [word for word in args.delete if word not in unknown]
        forgetting.forget_words(store, args.delete)
        said = f"Forgotten: {_named(known)}." if known else ""
        if unknown:
            _say(f"No such word was learned: {_named(unknown)}.")
    elif args.never or args.again:
        forgetting.set_never(store, args.never or args.again, never=bool(args.never))
        how = "Never suggested from now on" if args.never else "Suggested again"
        said = f"{how}: {_named(args.never or args.again)}."
    elif args.forget_hour or args.forget_day:
        changes = forgetting.forget_since(store, _HOUR_S if args.forget_hour else _DAY_S)
        said = f"The last {'hour' if args.forget_hour else 'day'} is forgotten ({changes} changes)."
    elif args.all:
        _ask(
            args,
            "Forget everything that was learned of your writing, with your shortcuts and the "
            "words that are never suggested? This cannot be undone.",
        )
        forgetting.forget_everything(store)
        said = "Everything that was learned is forgotten."
    elif args.export is not None:
        passphrase = passphrases.ask_for_new() if args.passphrase else ""
        entries = export_file(store, Path(args.export), passphrase)
        said = f"{_entries(entries)} written to “{visible(args.export)}”."
    elif args.import_file is not None:
        try:
            entries = import_file(store, Path(args.import_file))
        except PassphraseNeededError:
            entries = import_file(store, Path(args.import_file), passphrases.ask_for())
        said = f"{_entries(entries)} added."
    elif args.undo_import:
        changed = forgetting.forget_imported(store)
        said = f"What was learned from imported texts is forgotten ({changed} entries)."
    elif args.import_writing:
        said = _import_writing(store, args)
    else:
        _list(store, args)
        said = ""
    _say(store.notice)
    if said and args.json:
        print_json({"said": said})
    elif said:
        print(said)
    return 0


def _list(store: Any, args: argparse.Namespace) -> None:
    wanted = " ".join(args.search).casefold()
    words = [word for word in store.words() if wanted in word.word.casefold()]
    if args.json:
        for word in words:
            print_json(word._asdict())
        return
    if not words:
        print("Nothing was learned yet." if not wanted else "No such word was learned.")
        return
    words.sort(key=lambda word: (-word.times, word.word))
    width = min(_LONGEST, max(len(word.word) for word in words))
    for word in words:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(word.last)) if word.last else ""
        never = "never suggested" if word.never else ""
        where = ", ".join(filter(None, (visible(word.source), never)))
        print(f"{visible(word.word):{width}}  {word.times or '':>6}  {when:16}  {where}".rstrip())


def _import_writing(store: Any, args: argparse.Namespace) -> str:
    from autotype.learning.past_writing import MOST_WORDS, learn_passages, own_words
    from autotype.learning.rules import Rules
    from autotype.spelling.known import known_words

    chosen, _ = settings.load(paths.settings_file())
    known = known_words(chosen.spelling)
    with Progress(args.json, "Reading") as report:
        gathered = gather_places(
            args.import_writing, args.senders, MOST_WORDS, lambda n: report(0.0, f"{n:,} files")
        )
    own = own_words(gathered.passages, known)
    if args.json:
        print_json({**as_json(gathered), "own_words": own})
    else:
        print_preview(gathered, texts=args.preview)
        if own:
            print(f"\nIn no dictionary: {_named(own)}")
    if args.write:
        write_text(args.write, gathered)
    if args.preview:
        return "Nothing was learned; leave --preview out to learn from it."
    require_text(gathered)
    _ask(args, "Learn from it? “autotype learned --undo-import” takes it back.")
    rules = Rules(known, profanity=not chosen.hide_profanity)
    before = len(store.words())
    with Progress(args.json, "Learning") as report:
        words = learn_passages(
            store, rules, gathered.passages, lambda share: report(share, "your words")
        )
    new = len(store.words()) - before
    return (
        f"Learned from {words:,} words, by which {new:,} more are known (a word counts from its "
        "second place on); “autotype learned --undo-import” takes it back."
    )


def _ask(args: argparse.Namespace, question: str) -> None:
    if args.yes:
        return
    if args.json or not sys.stdin.isatty():
        raise LearnedError(f"{question} Say so with --yes.")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise LearnedError("Nothing was changed.")


def _entries(count: int) -> str:
    return "1 entry is" if count == 1 else f"{count} entries are"


def _named(words: Sequence[str]) -> str:
    return ", ".join(visible(word, _LONGEST) for word in words)


def _say(notice: str) -> None:
    if notice:
        print(f"autotype: {notice}", file=sys.stderr)
