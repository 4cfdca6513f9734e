"""Training on a borrowed card, in one process that ends in time.

    python packaging/card/train.py prepare STUDENT.toml --text FOLDER --teacher MODEL --data FOLDER
    python packaging/card/train.py run STUDENT.toml --teacher MODEL --data FOLDER --work FOLDER \
        --seconds SECONDS [--device cuda] [--compile] [--start PACK]

`prepare` cuts the text into tokens, at home; `run` tunes the teacher, lets it write, and
teaches the student. Started again with the same --work it goes on where it was. What is to be
kept lies in WORK/bring at any moment: the student as a checkpoint folder in half precision, the
teacher's adapter, the curve and a report.
"""

import argparse
import dataclasses
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autotype.errors import AutotypeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one action; return the exit code."""
    parser = argparse.ArgumentParser(prog="train.py", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(dest="action", required=True)
    first = actions.add_parser("prepare", help="cut the text into tokens")
    second = actions.add_parser("run", help="train")
    for action in (first, second):
        action.add_argument("student", type=Path, help="a TOML file, see resources/students")
        action.add_argument("--teacher", required=True, help="a GGUF file or a checkpoint folder")
        action.add_argument("--data", type=Path, required=True, help="folder of the tokens")
    first.add_argument("--text", type=Path, required=True, help="folder of .txt and .md files")
    second.add_argument("--work", type=Path, required=True, help="folder for all results")
    second.add_argument("--seconds", type=float, required=True, help="from start to end")
    second.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    second.add_argument("--compile", action="store_true", help="let torch compile the models")
    second.add_argument("--start", type=Path, help="a pack or checkpoint to begin with")
    args = parser.parse_args(arguments)
    # Threads that spin while they wait for each other slow everything else down.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from autotype.builder.training.config import read_student

    try:
        student = read_student(args.student)
        teacher = dataclasses.replace(student.teacher, checkpoint=args.teacher)
        student = dataclasses.replace(student, teacher=teacher)
        if args.action == "prepare":
            from autotype.builder.training.pairs import prepare_pairs

            for file in prepare_pairs(student, args.text, args.data, print):
                print(f"{file.stat().st_size:>12,} {file}")
            return 0
        from autotype.builder.training.sitting import Sitting, sit

        sitting = Sitting(args.data, args.work, args.seconds, args.device, args.compile, args.start)
        print(sit(student, sitting))
    except AutotypeError as error:
        print(f"train: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
