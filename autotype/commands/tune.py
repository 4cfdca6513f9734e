"""`autotype tune`: a pack of the user's own, from what they have written."""

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autotype.commands.gathered import (
    add_options,
    as_json,
    gather_places,
    print_preview,
    require_text,
    write_text,
)
from autotype.commands.printing import print_json, with_errors_in_json
from autotype.commands.progress import Progress
from autotype.processes import step_back
from autotype.text.visible import visible
from autotype.translation import number, tr

if TYPE_CHECKING:
    from autotype.builder.own_job import OwnJob
    from autotype.tuning.running import Outcome
    from autotype.writing.passages import Gathered

_MOST_WORDS = 200_000
"""Words that are read unless told: about half an hour of training at 400 tokens a second."""


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("tune", help="make a model of your own from what you have written")
    parser.add_argument(
        "places", nargs="*", type=Path, metavar="PATH", help="texts, folders and mailboxes of yours"
    )
    add_options(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="only say what would be read")
    how.add_argument("--resume", action="store_true", help="go on with what was paused")
    how.add_argument(
        "--remove", action="store_true", help="remove the model and every trace of the text"
    )
    how.add_argument("--state", action="store_true", help="say whether a tuning was begun")
    how.add_argument(
        "--give-up", action="store_true", help="give up a tuning that was begun, with its texts"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--pack", default="", metavar="NAME", help="tune this one, not the best")
    parser.add_argument("--name", default="own", help="what the new model is called (own)")
    parser.add_argument(
        "--most-words", type=_words, default=_MOST_WORDS, metavar="N",
        help=f"read the newest N words ({_MOST_WORDS:,})",
    )  # fmt: skip
    parser.add_argument("--on-battery", action="store_true", help="do not wait for the mains")
    parser.add_argument("--json", action="store_true", help="lines of JSON")
    parser.add_argument(
        "--steered", action="store_true",
        help="read lines from standard input: “pause” while somebody types, and “go”",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; errors are JSON, too, where JSON was asked for."""
    return with_errors_in_json(args, _run)


def _run(args: argparse.Namespace) -> int:
    from autotype.tuning import plan, running
    from autotype.tuning.errors import TuningError

    if args.remove:
        with plan.locked():
            there = running.remove(args.name)
        said = "It is removed, with every trace of the text." if there else "There was nothing."
        _say(args, {"removed": there}, said)
        return 0
    if args.give_up:
        with plan.locked():
            begun = plan.current()
            plan.give_up()
        said = "It is given up; its texts are gone." if begun else "No tuning was begun."
        _say(args, {"removed": begun is not None}, said)
        return 0
    if args.state:
        _tell_state(args)
        return 0
    if not args.resume:
        if not args.places:
            raise TuningError(
                "Name what you have written: files, folders or mailboxes, such as: autotype "
                "tune ~/Documents --preview"
            )
        gathered = _gather(args)
        if args.preview:
            return 0
        _begin(args, gathered)
    with plan.locked():
        python = _python(args)
        # Everything that runs beside it comes first.
        step_back(0)
        outcome = _go(args, python)
    _report(args, outcome)
    return 0


def _gather(args: argparse.Namespace) -> "Gathered":
    with Progress(args.json, "Reading") as report:
        gathered = gather_places(
            args.places, args.senders, args.most_words, lambda n: report(0.0, f"{n:,} files")
        )
    if args.json:
        needed = {"minutes": _minutes(gathered.words), "gigabytes": _gigabytes()}
        print_json({**as_json(gathered), **needed})
    else:
        print_preview(gathered, texts=args.preview)
    if args.write:
        write_text(args.write, gathered)
    return gathered


def _begin(args: argparse.Namespace, gathered: "Gathered", small: "OwnJob | None" = None) -> None:
    """Write the tuning down, once its owner has said yes."""
    from autotype.packs.catalogue import PACK_NAME
    from autotype.packs.installed import AUTO
    from autotype.tuning import keeping, plan, running
    from autotype.tuning.errors import TuningError
    from autotype.writing.splitting import LEAST_WORDS, split

    require_text(gathered)
    if gathered.words < LEAST_WORDS:
        raise TuningError(
            tr(
                "That is too little text: {words} words, where {least} are the least and "
                "50,000 and more are better.",
                words=number(gathered.words),
                least=number(LEAST_WORDS),
            )
        )
    if not PACK_NAME.fullmatch(args.name) or args.name == AUTO:
        raise TuningError(
            tr("“{name}” cannot be the name of a model; give another --name.", name=args.name)
        )
    keeping.require_name(args.name)
    base = running.base_pack(args.pack)
    with plan.locked():
        begun = plan.current()
        if begun:
            raise TuningError(
                tr(
                    "A tuning was begun on {began} and is not done; go on with it with “autotype "
                    "tune --resume”, or give it up with: autotype tune --remove",
                    began=begun.began,
                )
            )
        _ask(
            args,
            f"Tune {base.manifest.title} on these {gathered.words:,} words? It takes about "
            f"{_minutes(gathered.words)} minutes or more, at the lowest priority.",
        )
        plan.begin(args.name, base, split(gathered.passages), small)


def _minutes(words: int) -> int:
    """Return about how many minutes a tuning takes: estimated, at 400 tokens a second."""
    return round(words / 8_000) + 20


def _gigabytes() -> float:
    """Return how much PyTorch takes, which has to be fetched first; 0 if it is here."""
    from autotype.tuning import environment

    return 0.0 if environment.python() is not None else environment.NEEDED_BYTES / 1e9


def _tell_state(args: argparse.Namespace) -> None:
    import dataclasses

    from autotype.tuning import plan

    begun = plan.current()
    if begun is None:
        _say(args, {"begun": None}, "No tuning was begun.")
        return
    said = (
        f"A tuning of “{begun.base}” on {begun.words:,} words was begun on {begun.began}; go on "
        "with it with: autotype tune --resume"
    )
    _say(args, {"begun": dataclasses.asdict(begun)}, said)


def _python(args: argparse.Namespace) -> Path:
    """Return the Python that trains; makes it, if that is wanted."""
    from autotype.tuning import environment

    found = environment.python()
    if found is not None:
        return found
    _ask(
        args,
        "Tuning needs PyTorch, which is not here. Fetch it with pip into a folder of Autotype's "
        f"own (up to {_gigabytes():.0f} GB)?",
    )
    with Progress(args.json, "Preparing") as report:
        return environment.make(lambda step: report(0.0, step))


def _ask(args: argparse.Namespace, question: str) -> None:
    """Raise `TuningError` unless the answer is yes."""
    from autotype.tuning.errors import TuningError

    if args.yes:
        return
    if args.json or not sys.stdin.isatty():
        raise TuningError(f"{question} Say so with --yes.")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise TuningError("Nothing was done.")


def _go(args: argparse.Namespace, python: Path) -> "Outcome":
    from autotype.text.power import Power
    from autotype.tuning.holding import MAINS, TYPIST, Hold
    from autotype.tuning.running import run as tune
    from autotype.tuning.training import PAUSING

    hold = Hold(None if args.on_battery else Power())
    if args.steered:
        hold.listen(sys.stdin)

    # About what each step takes of the whole.
    shares = {"writing": 0.0, "reading": 0.15, "training": 0.2, "building": 0.7, "typing": 0.72}
    ends = {"writing": 0.15, "reading": 0.2, "training": 0.7, "building": 0.72, "typing": 0.95}
    with Progress(args.json, "Tuning") as report:
        came = 0.0

        def step(name: str, share: float) -> None:
            nonlocal came
            if name == PAUSING and not args.json:
                # A line of its own: where there is no terminal, no progress is shown.
                print("Pausing after this step …", file=sys.stderr, flush=True)
                return
            if name not in (MAINS, TYPIST, PAUSING):
                first, last = shares.get(name, 0.95), ends.get(name, 1.0)
                came = first + (last - first) * share
                if name != "training":  # which is held in its own process
                    hold.wait(lambda why: report(came, why))
            report(came, name)

        return tune(python, step, hold)


def _report(args: argparse.Namespace, outcome: "Outcome") -> None:
    import dataclasses

    from autotype.commands.tune_outcome import in_words

    kept = outcome.pack is not None
    gains = {name: dataclasses.asdict(gain) for name, gain in outcome.gains.items()}
    result = {"pack": outcome.plan.name if kept else None, "base": outcome.plan.base}
    result |= {"words": str(outcome.plan.words)}
    _say(args, {**result, **gains}, in_words(outcome))


def _say(args: argparse.Namespace, result: dict[str, Any], text: str) -> None:
    if args.json:
        print_json(result)
    else:
        print(visible(text, 2_000))


def _words(text: str) -> int:
    with contextlib.suppress(ValueError):
        number = int(text.replace(",", ""))
        if 0 < number <= 10_000_000:
            return number
    raise argparse.ArgumentTypeError(f"“{text}” is no number of words from 1 to 10,000,000")
