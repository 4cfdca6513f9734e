"""The figures as Markdown."""

from typing import Any

_KINDS = ("one", "three", "tree", "read_64", "read_256")


def table(found: dict[str, Any]) -> str:
    """Return the tables of one run."""
    machine = found["machine"]
    versions = ", ".join(
        f"{name} {machine[name]}"
        for name in ("onnxruntime-gpu", "torch", "transformers", "numpy")
        if name in machine
    )
    lines = [
        f"## On {machine.get('card', 'the processor, in place of a card')}",
        "",
        f"{machine['processor']}; Python {machine['python']}, {versions}.",
        "",
        "Largest difference from torch of a logit, relative to the largest one:",
        "",
        "| model | graph | reading | after a crop | tree | tree from separate runs | top 3 "
        "| NLL, torch's | close |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    models: dict[str, dict[str, Any]] = found["models"]
    for title, parts in models.items():
        lines.append(_parity(title, parts["parity"]))
    lines += ["", *(_failure(title, parts["failure"]) for title, parts in models.items()), ""]
    lines += [
        "| model | runs on | 1 token | 3 tokens | tree of 8 | read 64 | read 256 | memory, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for title, parts in models.items():
        lines += _passes(title, parts["passes"])
    lines += [
        "",
        "| model | runs on | words, median | words, p95 | phrase, median | phrase, p95 | late |",
        "|---|---|---|---|---|---|---|",
    ]
    for title, parts in models.items():
        lines += _typing(title, parts["typing"])
    return "\n".join([*lines, ""])


def _parity(title: str, found: dict[str, Any]) -> str:
    if "failed" in found:
        return f"| {title} | {found['failed']} |"
    ways = ("reading", "crop", "tree", "tree_against_separate")
    cells = " | ".join(f"{found[way]:.1e}" for way in ways)
    return (
        f"| {title} | {found['precision']} | {cells} | {found['top3']:.3f} "
        f"| {found['nll']:.4f}, {found['reference_nll']:.4f} "
        f"| {'yes' if found['close'] else 'no'} |"
    )


def _failure(title: str, found: dict[str, Any]) -> str:
    if "failed" in found:
        return f"- {title}, forced failure: {found['failed']}"
    same = "the same answers" if found["same_answers"] else "OTHER answers"
    return (
        f"- {title}, forced failure: chosen {found['chosen_first']}, went on with "
        f"{found['went_on_with']}, {same}."
    )


def _passes(title: str, found: dict[str, Any]) -> list[str]:
    if "failed" in found:
        return [f"| {title} | {found['failed']} |"]
    rows = []
    for place, times in found.items():
        cells = [_cell(times.get(kind, "")) for kind in _KINDS]
        memory = times.get("card_mb", times.get("memory_mb", ""))
        rows.append(f"| {title} | {place} | {' | '.join(cells)} | {memory} |")
    return rows


def _typing(title: str, found: dict[str, Any]) -> list[str]:
    if "failed" in found:
        return [f"| {title} | {found['failed']} |"]
    rows = []
    for place, spent in found.items():
        cells = [_cell(spent[part][cut]) for part in ("words", "phrase") for cut in ("p50", "p95")]
        rows.append(f"| {title} | {place} | {' | '.join(cells)} | {spent['late']} |")
    return rows


def _cell(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
