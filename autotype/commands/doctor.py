"""`autotype doctor`: what Autotype finds on this machine, and what it will do with it."""

import argparse
import platform
import statistics
import sys
import time
from typing import Any

from autotype import __version__, paths, settings
from autotype.assistant.rules import RulesError, read_rules
from autotype.commands.options import add_pack, add_provider
from autotype.commands.printing import print_json
from autotype.errors import AutotypeError
from autotype.text.visible import visible

_TIMED = 15
_MOST_SENTENCES = 200


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("doctor", help="say what runs here, on what, and how fast")
    add_pack(parser)
    add_provider(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 if the engine does not run."""
    found = _findings(args.pack, args.provider)
    if args.json:
        print_json(found)
    else:
        print("\n".join(f"{label:<10} {visible(text)}" for label, text in _lines(found)))
    return 0 if found["error"] is None else 1


def _findings(pack: str, provider: str) -> dict[str, Any]:
    from autotype.engine.gate import in_plain_words
    from autotype.engine.providers import listed, prepare_runtime, thread_count
    from autotype.engine.runtime import ort
    from autotype.opening import open_asked
    from autotype.packs.installed import damaged

    prepare_runtime()
    chosen, wrong = settings.load(paths.settings_file(), _MOST_SENTENCES)
    found: dict[str, Any] = {
        "autotype": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "home": str(paths.home()),
        "home_error": paths.why_unusable(paths.home()) or None,
        "settings": str(paths.settings_file()),
        "settings_errors": [*wrong.splitlines(), *_wrong_rules()],
        "elsewhere": _elsewhere(),
        "onnxruntime": ort.__version__,
        "built_for": list(listed()),
        "threads": thread_count(),
        "pack": None,
        "pack_setting": pack or chosen.pack,
        "pack_notices": [],
        "left_out": [],
        "packs": [],
        "damaged": {},
        "provider": None,
        "fallback": None,
        "ms": None,
        "error": None,
    }
    started = time.perf_counter()
    try:
        found["damaged"] = damaged()
        completer, notices = open_asked(pack, provider)
        found["pack_notices"] = list(notices)
        found["left_out"] = list(completer.left_out)
        found["open_ms"] = round((time.perf_counter() - started) * 1e3)
        found["ms"] = _timings(completer)
    except (AutotypeError, OSError) as error:
        return found | {"error": str(error)}
    model = completer.model
    manifest = model.pack.manifest
    return found | {
        "packs": _packs(),
        "pack": manifest.name,
        "title": manifest.title,
        "megabytes": round(manifest.size() / 1e6, 1),
        "provider": model.choice.provider,
        "precision": model.choice.precision,
        "fallback": model.fallback or None,
        "gate": in_plain_words(manifest.gate, completer.judge.gate.threshold) or None,
    }


def _wrong_rules() -> list[str]:
    """Return what is wrong with the rules for other applications."""
    try:
        return list(read_rules(paths.rules_file()).wrong)
    except RulesError as error:
        return [str(error)]


def _elsewhere() -> dict[str, Any] | None:
    """Return what is missing for suggestions in other applications; None where there are none."""
    if sys.platform != "linux":
        return None
    from autotype.setup.setting_up import findings

    found = findings()
    return {
        "waits_for_login": found.waits,
        "missing": [
            {"name": step.name, "sentence": step.missing, "command": step.command or None}
            | {"set_up": bool(step.deeds)}
            for step in found.steps
        ],
    }


def _elsewhere_in_words(elsewhere: dict[str, Any]) -> list[str]:
    steps = elsewhere["missing"]
    if not steps:
        later = "; log out and in again" if elsewhere["waits_for_login"] else ""
        return [f"Other applications get suggestions{later}."]
    lines = [
        f"{step['sentence']} Run: {step['command']}" if step["command"] else step["sentence"]
        for step in steps
    ]
    if any(step["set_up"] for step in steps):
        lines.append("Set it up with: autotype assistant --set-up")
    return lines


def _packs() -> list[dict[str, Any]]:
    """Return what the installed packs were measured to do on this machine."""
    from autotype.packs.installed import installed
    from autotype.packs.measured import measured

    rows = []
    for pack in installed():
        figures = measured(pack)
        rows.append(
            {
                "name": pack.manifest.name,
                "savings": figures.savings if figures else None,
                "words_p95_ms": figures.words_p95_ms if figures else None,
                "in_time": figures.in_time if figures else None,
                "disturbed": figures.disturbed if figures else None,
                "measured": figures.day if figures else None,
            }
        )
    return rows


def _timings(completer: Any) -> dict[str, float]:
    """Return median milliseconds of the passes that a key costs, with 64 tokens read."""
    cache = completer.model.cache
    vocabulary = completer.model.tokenizer.vocabulary.ends_word.size
    stable = tuple(token % vocabulary for token in range(100, 164))
    cache.evaluate(stable, [()])
    figures = {}
    for rows in (1, 3, 8):
        times = []
        for turn in range(_TIMED):
            paths_tried = [((1000 + turn * 10 + row) % vocabulary,) for row in range(rows)]
            started = time.perf_counter()
            cache.evaluate(stable, paths_tried)
            times.append((time.perf_counter() - started) * 1e3)
        figures[f"rows_{rows}"] = round(statistics.median(times), 1)
    return figures


def _lines(found: dict[str, Any]) -> list[tuple[str, str]]:
    unusable = found["home_error"]
    home = f"{found['home']}, where nothing can be kept ({unusable})" if unusable else found["home"]
    damaged = dict.fromkeys(found["damaged"].values())
    lines = [
        ("Autotype", f"{found['autotype']}, Python {found['python']}, {found['system']}"),
        ("Data", home),
        ("Settings", found["settings"]),
        *(("", sentence) for sentence in found["settings_errors"]),
        *_labelled(found["elsewhere"]),
        ("Runtime", f"onnxruntime {found['onnxruntime']} for {' and '.join(found['built_for'])}"),
        ("Pack", _setting_in_words(found["pack_setting"])),
        *(("", sentence) for sentence in found["pack_notices"]),
        *(("", sentence) for sentence in {**dict.fromkeys(found["left_out"]), **damaged}),
    ]
    if found["error"]:
        return [*lines, ("Engine", found["error"])]
    provider, precision = found["provider"], found["precision"]
    running = f"{found['title']} ({precision}, {found['megabytes']} MB) runs on the {provider}"
    if provider == "CPU":
        running += f" with {found['threads']} threads"
    lines.append(("Engine", running + "."))
    if found["fallback"]:
        lines.append(("", found["fallback"]))
    rows = found["ms"]
    lines.append(
        (
            "Speed",
            f"{rows['rows_1']} ms for one token, {rows['rows_3']} for 3, {rows['rows_8']} for 8",
        )
    )
    if found["gate"]:
        lines.append(("Gate", found["gate"]))
    for number, pack in enumerate(found["packs"]):
        lines.append(("" if number else "Packs", f"{pack['name']}: {_in_words(pack)}"))
    return lines


def _labelled(elsewhere: dict[str, Any] | None) -> list[tuple[str, str]]:
    lines = [] if elsewhere is None else _elsewhere_in_words(elsewhere)
    return [("" if number else "Elsewhere", line) for number, line in enumerate(lines)]


def _setting_in_words(setting: str) -> str:
    if setting == "auto":
        return "chosen automatically (the setting “auto”)"
    return f"“{setting}”, by the settings or the command line"


def _in_words(pack: dict[str, Any]) -> str:
    if pack["savings"] is None:
        return "not measured here yet; do it with: autotype models measure"
    late = "" if pack["in_time"] else ", too late to be chosen by itself"
    if pack["disturbed"]:
        late = ", but other programs were busy: not known yet"
    return (
        f"saves {pack['savings']:.0%} of the keys, words come within "
        f"{pack['words_p95_ms']:.0f} ms (95 %{late}); measured on {pack['measured']}"
    )
