"""Prints what the frozen program needs: the project's dependencies, with the CPU's runtime."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print one requirement a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = ""
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower()
        if name == "onnxruntime-gpu":
            # The same release; only one of the two may be installed.
            version = requirement.partition("==")[2].partition(";")[0].strip()
        elif name != "onnxruntime":
            print(requirement)
    print(f"onnxruntime=={version}")


if __name__ == "__main__":
    main()
