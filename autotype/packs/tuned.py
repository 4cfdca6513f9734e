"""Packs that were tuned on what their owner wrote, and what they were made of."""

from collections.abc import Sequence

from autotype.engine.manifest import Manifest
from autotype.engine.pack import Pack

KIND = "tuned"
"""`source["kind"]` of such a pack; "reference" names its base, "sha256" the base's graph."""


def is_tuned(pack: Pack) -> bool:
    """Whether a pack was made of another one by tuning."""
    return pack.manifest.source.get("kind") == KIND


def base_of(manifest: Manifest) -> str:
    """Return the name of the pack that one was made of; empty if it was not tuned."""
    source = manifest.source
    return str(source.get("reference", "")) if source.get("kind") == KIND else ""


def graph_of(pack: Pack) -> str:
    """Return the sha256 by which a base is known again: of its graph in 8 bit, or else another."""
    graphs = pack.manifest.graphs
    name = graphs.get("q8") or next(iter(graphs.values()))
    return pack.manifest.files[name].sha256


def base_has_changed(pack: Pack, base: Pack | None) -> bool:
    """Whether a tuned pack was made of another version of its base than the one that is here."""
    made_of = pack.manifest.source.get("sha256")
    return is_tuned(pack) and base is not None and graph_of(base) != made_of


def before_their_bases(packs: Sequence[Pack], names: Sequence[str]) -> list[Pack]:
    """Return packs in their order, but those that were tuned at the latest before their base.

    One was kept only since it saves more on what its owner writes, which no text of ours shows.

    Args:
        packs: In the order of some measure.
        names: By which each is found.
    """
    order = [*zip(packs, names, strict=True)]
    for entry in [each for each in order if is_tuned(each[0])]:
        base = base_of(entry[0].manifest)
        at = next((at for at, (_, name) in enumerate(order) if name == base), None)
        if at is not None and at < order.index(entry):
            order.remove(entry)
            order.insert(at, entry)
    return [pack for pack, _ in order]
