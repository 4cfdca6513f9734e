"""`autotype models`: the model packs on this machine."""

import argparse
import contextlib
import json
from collections.abc import Callable
from typing import Any

from autotype import paths
from autotype.commands.measuring import figures_of, measure
from autotype.commands.printing import print_json
from autotype.commands.progress import Progress
from autotype.errors import AutotypeError
from autotype.text.visible import visible


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("models", help="list, fetch, check and remove model packs")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, work: Callable[..., Any], text: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = actions.add_parser(name, help=text)
        sub.add_argument("--json", action="store_true", help="JSON instead of a table")
        sub.set_defaults(run=run, work=work)
        return sub

    action("list", _list, "what is installed and what can be pulled")
    sub = action("pull", _pull, "fetch a pack of the catalogue")
    sub.add_argument("name", nargs="?", default="", help="the recommended one if left out")
    sub.add_argument("--force", action="store_true", help="build it again even if it is whole")
    _add_precision(sub)
    _add_no_measure(sub)
    sub = action("add", _add, "make a pack of a checkpoint folder, GGUF file or hub repository")
    sub.add_argument("where", metavar="PATH_OR_REPO", help="a folder, a file, or OWNER/NAME")
    sub.add_argument("--name", default="", help="what the pack is called; else named after it")
    _add_precision(sub)
    _add_no_measure(sub)
    sub = action("measure", measure, "how many keys packs save here, and how fast they are")
    sub.add_argument("name", nargs="?", default="", help="all that are installed if left out")
    sub.add_argument("--missing", action="store_true", help="only what is not known yet")
    sub.add_argument(
        "--background", action="store_true", help="step back behind everything else that runs"
    )
    sub = action("info", _info, "everything about one pack")
    sub.add_argument("name", nargs="?", default="auto", help="the one in use if left out")
    sub = action("verify", _verify, "check every file of a pack, and that it runs")
    sub.add_argument("name", nargs="?", default="auto", help="the one in use if left out")
    sub = action("remove", _remove, "remove a pack")
    sub.add_argument("name", help="as “autotype models list” has it")


def _add_precision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--precision",
        action="append",
        choices=("q8", "fp16", "fp32"),
        help="q8 for the CPU, fp16 for CUDA, fp32 as a reference; may be given several times",
    )


def _add_no_measure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-measure", action="store_true", help="do not measure on this machine what it does"
    )


def run(args: argparse.Namespace) -> int:
    """Do one action; its result goes to standard output."""
    _close_to_others()
    try:
        result, text = args.work(args)
    except AutotypeError as error:
        if args.json:
            print_json({"error": str(error)})
            return 1
        raise
    if args.json:
        print_json(result)
    else:
        from rich.console import Console

        # Names and titles are texts of others: brackets and colons in them mean nothing.
        console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
        console.print(visible(text) if isinstance(text, str) else text)
    return 0


def _close_to_others() -> None:
    """Close the user folder and its packs to others, in case they were made in the open."""
    for folder in (paths.home(), paths.packs()):
        with contextlib.suppress(OSError):
            if folder.is_dir():
                paths.make_private(folder)


def _list(_: argparse.Namespace) -> tuple[object, object]:
    from autotype.commands.packs_table import packs_table

    return packs_table()


def _pull(args: argparse.Namespace) -> tuple[object, object]:
    from autotype import paths
    from autotype.logs import start_log
    from autotype.packs.catalogue import recommended
    from autotype.packs.install import pull
    from autotype.processes import end_on_sigterm

    end_on_sigterm()
    with contextlib.suppress(OSError):
        start_log(paths.log_file())  # what pip says goes there
    name = args.name or recommended().name
    with Progress(args.json, f"Pulling {name}") as report:
        pack, made = pull(name, _precisions(args), report, force=args.force)
        report(1.0, "done")
    figures = figures_of(pack, args)
    said = "is installed" if made else "was installed already and is whole"
    return _described(pack), f"“{name}” {said} ({pack.manifest.size() / 1e6:.0f} MB){figures}."


def _add(args: argparse.Namespace) -> tuple[object, object]:
    from autotype.packs.install import add
    from autotype.processes import end_on_sigterm

    end_on_sigterm()
    with Progress(args.json, f"Adding {args.where}") as report:
        pack = add(args.where, args.name, _precisions(args), report)
        report(1.0, "done")
    figures = figures_of(pack, args)
    name, size = pack.manifest.name, pack.manifest.size() / 1e6
    return _described(pack), f"“{name}” is installed ({size:.0f} MB){figures}."


def _info(args: argparse.Namespace) -> tuple[object, object]:
    from rich.table import Table

    from autotype.commands.packs_table import add_row, problem_of
    from autotype.packs.choice import default_pack

    pack = default_pack(args.name)
    described = _described(pack)
    if problem := problem_of(pack):
        described["problem"] = problem
    table = Table(box=None, pad_edge=False, show_header=False)
    for key, value in described.items():
        shown = value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)
        add_row(table, key.replace("_", " "), shown)
    return described, table


def _verify(args: argparse.Namespace) -> tuple[object, object]:
    from autotype.builder.verify import try_out
    from autotype.engine.pack import check_pack
    from autotype.packs.choice import default_pack

    pack = default_pack(args.name)
    name = pack.manifest.name
    with Progress(args.json, f"Checking {name}") as report:
        check_pack(pack, progress=lambda done, all_: report(0.8 * done / all_, "files"))
        runs = try_out(pack, lambda precision: report(0.9, f"running {precision}"))
    result = {"name": name, "whole": True, "files": len(pack.manifest.files)}
    if not runs:
        result["runs"] = False
        said = f"“{name}” is whole ({result['files']} files), but this machine cannot run it."
        return result, said
    return result, f"“{name}” is whole and runs ({result['files']} files)."


def _remove(args: argparse.Namespace) -> tuple[object, object]:
    from autotype.packs.install import remove

    folder = remove(args.name)
    return {"name": args.name, "removed": str(folder)}, f"“{args.name}” is removed."


def _precisions(args: argparse.Namespace) -> list[str]:
    """Return what to build: q8, and fp16 where there is an NVIDIA card, unless told."""
    if args.precision:
        return list(args.precision)
    from autotype.engine import card

    return ["q8", "fp16"] if card.present() else ["q8"]


def _described(pack: Any) -> dict[str, Any]:
    manifest = json.loads(pack.manifest.to_json())
    manifest.pop("format")
    return {**manifest, "folder": str(pack.folder), "bytes": pack.manifest.size()}
