"""From an adapter to a pack: built beside the others, judged, and put in its place in one step."""

import contextlib
import dataclasses
from collections.abc import Mapping
from pathlib import Path

from autotype import paths
from autotype.builder.adapter import merged
from autotype.builder.export import Label, build_pack
from autotype.builder.reading import read_base
from autotype.engine.gate import Calibration
from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import Pack, PackError, check_pack, open_pack
from autotype.evaluation.curve import curve, fit_calibration, gate_points, walk_all
from autotype.evaluation.samples import Sample
from autotype.packs import place
from autotype.packs.opening import open_completer
from autotype.packs.tuned import KIND, graph_of, is_tuned
from autotype.text.replacing import replace_file
from autotype.translation import tr
from autotype.tuning.errors import TuningError
from autotype.tuning.judging import GENERAL, OWN, Gain, general_texts
from autotype.tuning.plan import CANDIDATE, Plan
from autotype.tuning.training import Report

ENOUGH_FOR_GATE = 2_500
"""Words of the owner's that are needed to fit the gate anew; with less the base's is the better
guess, since its lines were fitted on ten times as much."""


def build(plan: Plan, folder: Path, adapter: Path, report: Report) -> Pack:
    """Return the pack of base and adapter, in the tuning's own folder; there already or not.

    Raises:
        TuningError: The base is another one by now.
        PackError: It cannot be read.
        BuildError: The pack cannot be built.
    """
    candidate = folder / CANDIDATE
    with contextlib.suppress(PackError):
        found = open_pack(candidate)
        check_pack(found)
        return found
    base = open_pack(Path(plan.folder))
    if graph_of(base) != plan.graph:
        raise TuningError(
            tr(
                "“{base}” has changed since this tuning began; give it up with “autotype tune "
                "--remove” and begin again.",
                base=plan.base,
            )
        )
    place.discard(candidate)
    own = base.manifest
    source = {"kind": KIND, "reference": plan.base, "sha256": plan.graph}
    source |= {"words": f"{plan.words}", "day": plan.began}
    title = f"{own.title[:150]}, tuned on your writing"
    label = Label(plan.name, title, own.licence, source, own.start_text, own.calibration, own.gate)
    checkpoint = merged(read_base(base.folder), adapter)
    precisions = [name for name in ("q8", "fp16", "fp32") if name in own.graphs]
    return build_pack(
        checkpoint, candidate, label, precisions, lambda share, _: report("building", share)
    )


def fit_gate(folder: Path, texts: list[str], report: Report) -> None:
    """Fit the gate of the new pack to text that it has not read, if there is enough of it."""
    if sum(len(text.split()) for text in texts) < ENOUGH_FOR_GATE:
        return
    pack = open_pack(folder / CANDIDATE)
    if pack.manifest.quality.get("gate") == "own":
        return
    general = general_texts()
    half = sum(map(len, general))
    samples = [*(Sample(GENERAL, text) for text in general), *_share(texts, 2 * half)]
    completer = open_completer(str(pack.folder), look_ahead="off")
    written = walk_all(
        completer, samples, lambda _, done, total: report("fitting", done / max(1, total))
    )
    lines = fit_calibration(written)
    points = gate_points(curve(written, Calibration(lines)))
    _write(
        pack,
        calibration=lines,
        gate=points,
        quality={**pack.manifest.quality, "gate": "own"},
    )


def _share(texts: list[str], characters: int) -> list[Sample]:
    step = max(1, sum(map(len, texts)) // max(1, characters))
    return [Sample(OWN, text[:2_000]) for text in texts[::step]]


def keep(plan: Plan, folder: Path, gains: Mapping[str, Gain]) -> Pack:
    """Put the new pack where packs are, in place of an older tuned one; return it.

    Raises:
        PackError: Somebody has taken the name, or the folder cannot be written.
    """
    pack = open_pack(folder / CANDIDATE)
    figures = {name: dataclasses.asdict(found) for name, found in gains.items()}
    _write(pack, quality={**pack.manifest.quality, "tuning": figures})
    target = paths.packs() / plan.name
    with place.locked():
        require_name(plan.name)
        old = target.with_name(f".removed-{plan.name}")
        place.discard(old)
        if place.is_there(target):
            target.rename(old)
        pack.folder.rename(target)
        place.discard(old)
    return open_pack(target)


def require_name(name: str) -> None:
    """Raise `TuningError` if a pack of another kind has a name."""
    target = paths.packs() / name
    if not place.is_there(target):
        return
    try:
        tuned = is_tuned(open_pack(target))
    except PackError:
        tuned = False
    if not tuned:
        raise TuningError(
            tr(
                "There is a model pack “{name}” already, which was not tuned here; give "
                "another --name, or remove it first.",
                name=name,
            )
        )


def _write(pack: Pack, **changes: object) -> None:
    manifest = dataclasses.replace(pack.manifest, **changes)  # type: ignore[arg-type]
    try:
        replace_file(pack.folder / MANIFEST, manifest.to_json().encode("utf-8"))
    except OSError as error:
        raise PackError(
            tr(
                "The model pack “{name}” cannot be written ({why}).",
                name=pack.manifest.name,
                why=error.strerror or error,
            )
        ) from error
