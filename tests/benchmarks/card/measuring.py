"""All parts for all models, one after the other."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autotype.engine.providers import CPU, CUDA
from tests.benchmarks.card.machine import describe_machine
from tests.benchmarks.card.models import Subject, real_subjects, toy_subjects
from tests.benchmarks.card.parity import parity
from tests.benchmarks.card.replayed import failure, typing
from tests.benchmarks.card.speed import passes

_SPEED = 80  # words a minute
_TOY_SPEED = 2_000


def measure_all(args: argparse.Namespace, *, cuda: bool) -> dict[str, Any]:
    """Return all figures, and write them to the file that was named after each part."""
    provider = CUDA if cuda else CPU
    found: dict[str, Any] = {"machine": describe_machine(), "provider": provider, "models": {}}
    with tempfile.TemporaryDirectory() as folder:
        make = toy_subjects if args.dry_run else real_subjects
        for subject in make(Path(folder), args.teacher, provider):
            parts: dict[str, Any] = {}
            found["models"][subject.title] = parts
            for name, measure in _parts(subject, provider, args).items():
                print(f"{subject.title}: {name}", file=sys.stderr, flush=True)
                try:
                    parts[name] = measure()
                except Exception as error:  # one part that fails must not cost the others
                    parts[name] = {"failed": f"{type(error).__name__}: {error}"}
                if args.json:  # the machine may be gone at any moment
                    args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return found


def _parts(
    subject: Subject, provider: str, args: argparse.Namespace
) -> dict[str, Callable[[], dict[str, Any]]]:
    """Return what is measured of one model, by name, the most important first."""
    speed = _TOY_SPEED if args.dry_run else _SPEED
    return {
        "parity": lambda: parity(subject, provider),
        "failure": lambda: failure(subject, provider),
        "passes": lambda: passes(subject, provider, args.turns),
        "typing": lambda: typing(subject, provider, args.keys, speed),
    }
