"""Writes the licences of everything that is in the program, in one file.

    build/environment/bin/python packaging/licences.py FILE

Runs in the environment that the program was frozen from: what is installed there is what is
in the program, but for the tools named below.
"""

import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# They are in the environment and not in the program; PyInstaller's loader is, under an
# exception of its own.
TOOLS = {"setuptools", "altgraph", "pyinstaller-hooks-contrib"}
# What a package brings along and does not say itself.
ALSO = {
    "chunspell": "In it is Hunspell 1.7, used here under the Mozilla Public License 1.1 "
    "(https://www.mozilla.org/MPL/1.1/); its source is at https://github.com/hunspell/hunspell. "
    "Its English dictionary is made of SCOWL and of the affix file of Geoff Kuenning's Ispell "
    "(http://wordlist.aspell.net), whose notices allow use, copying and distribution.",
}
_NAMES = ("licen", "copying", "notice", "authors")


def licence_of(distribution: Distribution) -> str:
    """Return what a distribution says of its licence, in one line."""
    metadata = distribution.metadata
    named = metadata.get("License-Expression") or ""
    if not named:
        classifiers = metadata.get_all("Classifier") or []
        parts = [c.rpartition(":: ")[2] for c in classifiers if c.startswith("License")]
        named = ", ".join(parts) or (metadata.get("License") or "").strip().partition("\n")[0]
    return named or "see below"


def texts_of(distribution: Distribution) -> list[str]:
    """Return the texts of its licence files."""
    found = []
    for file in distribution.files or ():
        inside = any(part.endswith(".dist-info") for part in file.parts)
        if inside and any(name in file.name.lower() for name in _NAMES):
            path = Path(str(file.locate()))
            if path.is_file():
                found.append(path.read_text(encoding="utf-8", errors="replace").strip())
    return found


def main() -> None:
    """Write the file."""
    parts = [
        "Autotype is distributed under the Apache License 2.0:",
        (ROOT / "LICENSE").read_text(encoding="utf-8").strip(),
        f"Python {sys.version.split()[0]}, under the PSF License Agreement, and PyInstaller's "
        "loader, under the GPL with an exception for the programs that it loads, are in the "
        "program, and so is what follows.",
    ]
    for part in ("model", "adapters"):
        card = ROOT / "resources" / part / "README.md"
        if card.is_file():
            # Its weights have a licence of their own, and the card says why.
            parts.append(card.read_text(encoding="utf-8").strip())
    listed = sorted(distributions(), key=lambda d: d.metadata["Name"].lower())
    for distribution in listed:
        name = distribution.metadata["Name"]
        if name.lower() in TOOLS:
            continue
        licence = licence_of(distribution)
        parts.append(f"{'=' * 80}\n{name} {distribution.version}\nLicence: {licence}")
        parts += texts_of(distribution)
        if name.lower() in ALSO:
            parts.append(ALSO[name.lower()])
    Path(sys.argv[1]).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
