"""`python -m autotype.builder`: packs in any folder, for those who make and check them.

    python -m autotype.builder build CHECKPOINT FOLDER [--precision q8|fp16|fp32] [--adapter FILE]
    python -m autotype.builder verify FOLDER [--against CHECKPOINT]
    python -m autotype.builder distill STUDENT.toml [--text FOLDER] [--no-teacher]
    python -m autotype.builder tune ADAPTER.toml [--text FOLDER] [--base CHECKPOINT]
    python -m autotype.builder rehearse CHECKPOINT BEGINNINGS.txt TEXT.txt
    python -m autotype.builder merge CHECKPOINT ADAPTER.safetensors FOLDER

`autotype models` does the same for the user's own folder of packs.
"""

import argparse
import dataclasses
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autotype.builder.adapter import merged
from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.reading import read_checkpoint
from autotype.builder.reference import compare_with, transformers_logits
from autotype.builder.room import BYTES
from autotype.builder.verify import check_completions, check_graph
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import check_pack, open_pack
from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one action; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m autotype.builder", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(dest="action", required=True)
    build = actions.add_parser("build", help="make a pack of a checkpoint")
    build.add_argument("checkpoint", type=Path, help="a folder or a GGUF file")
    build.add_argument("folder", type=Path, help="the pack; it must not be there yet")
    build.add_argument("--precision", action="append", choices=tuple(BYTES))
    build.add_argument("--title", default="")
    build.add_argument("--licence", default="unknown", metavar="SPDX")
    build.add_argument(
        "--adapter", type=Path, metavar="FILE", help="what a tuned Llama has learnt, to be added"
    )
    build.set_defaults(run=_build)
    verify = actions.add_parser("verify", help="check a pack")
    verify.add_argument("folder", type=Path)
    verify.add_argument("--against", type=Path, metavar="CHECKPOINT", help="what it was made of")
    verify.set_defaults(run=_verify)
    distill = actions.add_parser("distill", help="train a small GPT-2, or go on with it")
    distill.add_argument("student", type=Path, help="a TOML file, see resources/students")
    distill.add_argument("--text", metavar="FOLDER", help="of .txt and .md files")
    teachers = distill.add_mutually_exclusive_group()
    teachers.add_argument("--teacher", metavar="CHECKPOINT", help="a folder or a GGUF file")
    teachers.add_argument("--no-teacher", action="store_true", help="learn from the text alone")
    distill.add_argument("--work", type=Path, help="folder for all results (build/NAME)")
    distill.add_argument(
        "--start", type=Path, metavar="FOLDER", help="a pack or checkpoint to begin with"
    )
    ends = distill.add_mutually_exclusive_group()
    ends.add_argument(
        "--finish-in",
        type=_minutes,
        default=0.0,
        metavar="MINUTES",
        help="end well from where the training is, beside it, in that time",
    )
    ends.add_argument("--targets-only", action="store_true", help="only ask the teacher")
    distill.set_defaults(run=_distill)
    tune = actions.add_parser("tune", help="make an adapter for a model, or go on with it")
    tune.add_argument("adapter", type=Path, help="a TOML file, see resources/adapters")
    tune.add_argument("--text", metavar="FOLDER", help="of .txt and .md files")
    tune.add_argument("--base", metavar="CHECKPOINT", help="a folder or a GGUF file")
    tune.add_argument("--work", type=Path, help="folder for all results (build/NAME)")
    tune.set_defaults(run=_tune)
    merge = actions.add_parser("merge", help="make a checkpoint of a model and its adapter")
    merge.add_argument("checkpoint", type=Path, help="a folder or a GGUF file")
    merge.add_argument("adapter", type=Path, metavar="FILE")
    merge.add_argument("folder", type=Path, help="the new checkpoint; it must not be there yet")
    merge.set_defaults(run=_merge)
    rehearse = actions.add_parser("rehearse", help="write text that keeps a model from forgetting")
    rehearse.add_argument("checkpoint", type=Path, help="of a Llama: a folder or a GGUF file")
    rehearse.add_argument("beginnings", type=Path, metavar="FILE", help="a beginning in each line")
    rehearse.add_argument("text", type=Path, help="the file to write, for the folder of `tune`")
    rehearse.add_argument("--rows", type=int, default=4, metavar="N", help="from each beginning")
    rehearse.add_argument("--temperature", type=float, default=0.7, help="of the draws (0.7)")
    rehearse.add_argument("--length", type=int, default=80, metavar="N", help="tokens of a row")
    rehearse.add_argument("--seed", type=int, default=1)
    rehearse.set_defaults(run=_rehearse)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except AutotypeError as error:
        print(f"autotype.builder: {error}", file=sys.stderr)
        return 1


def _build(args: argparse.Namespace) -> int:
    folder: Path = args.folder.absolute()
    if folder.exists():
        raise BuildError(f"“{folder}” is there already; remove it or choose another folder.")
    source = {"kind": "folder", "reference": args.checkpoint.resolve().name, "sha256": ""}
    label = Label(folder.name, args.title or folder.name, args.licence, source)
    checkpoint = read_checkpoint(args.checkpoint)
    if args.adapter:
        checkpoint = merged(checkpoint, args.adapter)
    pack = build_pack(
        checkpoint, folder, label, args.precision or ["q8"], lambda _, step: print(step, flush=True)
    )
    print(f"{pack.folder / MANIFEST}")
    return 0


def _verify(args: argparse.Namespace) -> int:
    pack = open_pack(args.folder)
    check_pack(pack)
    logits = transformers_logits(args.against) if args.against else None
    close = True
    for precision in pack.manifest.graphs:
        if precision == "fp16":
            print("fp16: whole; it runs on CUDA only")
            continue
        quality = check_graph(pack, precision)
        if logits is None:
            print(f"{precision}: whole and runs, NLL of the sample {quality['sample_nll']}")
            continue
        parity = compare_with(pack, precision, logits)
        close = close and parity.close
        print(
            f"{precision}: {'close to' if parity.close else 'too far from'} transformers: "
            f"largest difference {parity.difference:.1e}, top-3 overlap {parity.top3:.3f}, "
            f"NLL {parity.nll:.4f} against {parity.reference_nll:.4f}"
        )
    check_completions(pack)
    return 0 if close else 1


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes < float("inf"):
        raise ValueError(text)
    return minutes


@contextmanager
def _training() -> Iterator[None]:
    """Run what imports torch, and say what is missing if it cannot be imported."""
    # A training runs for hours beside other work. Threads that spin while they wait for each
    # other make it, and the work, many times slower as soon as there is any.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        yield
    except ImportError as error:
        raise BuildError(
            f"Training needs the builder extra ({error}); "
            "install it with: pip install “autotype[builder]”"
        ) from None


def _tune(args: argparse.Namespace) -> int:
    with _training():
        from autotype.builder.training.adapter_config import read_adapter_config
        from autotype.builder.tune import tune
    config = read_adapter_config(args.adapter)
    base, text = args.base or config.base.checkpoint, args.text or config.text.folder
    config = dataclasses.replace(
        config,
        base=dataclasses.replace(config.base, checkpoint=base),
        text=dataclasses.replace(config.text, folder=text),
    )
    print(tune(config, args.work or Path("build") / config.name))
    return 0


def _rehearse(args: argparse.Namespace) -> int:
    with _training():
        from autotype.builder.training.rehearsal import rehearsal
    try:
        beginnings = args.beginnings.read_text(encoding="utf-8").splitlines()
        written = rehearsal(
            args.checkpoint, beginnings, args.rows, args.length, args.temperature, args.seed
        )
        replace_file(args.text, "".join(written).encode())
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"The rehearsal cannot be read or written ({error}).") from error
    print(args.text)
    return 0


def _merge(args: argparse.Namespace) -> int:
    with _training():
        from autotype.builder.tune import merge
    print(merge(args.checkpoint, args.adapter, args.folder))
    return 0


def _distill(args: argparse.Namespace) -> int:
    with _training():
        from autotype.builder.distill import distill
        from autotype.builder.training.config import read_student

    student = read_student(args.student)
    teacher, text = student.teacher.checkpoint, args.text or student.text.folder
    teacher = "" if args.no_teacher else args.teacher or teacher
    student = dataclasses.replace(
        student,
        teacher=dataclasses.replace(student.teacher, checkpoint=teacher),
        text=dataclasses.replace(student.text, folder=text),
    )
    work = args.work or Path("build") / student.name
    folder = distill(
        student,
        work,
        finish_in=args.finish_in,
        targets_only=args.targets_only,
        start=args.start,
    )
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
