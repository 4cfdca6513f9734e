"""Prints what the frozen program needs: the project's dependencies, with one runtime.

packaging/requirements.py [cpu|cuda]
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def requirements(project: dict[str, list[str]], cuda: list[str]) -> list[str]:
    """Return the project's dependencies, with the CPU's runtime or those lines instead.

    Args:
        project: The table `project` of pyproject.toml.
        cuda: What brings the runtime for CUDA; empty for that of the CPU.
    """
    kept, version = [], ""
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower()
        if name == "onnxruntime-gpu":
            # The same release; only one of the two may be installed.
            version = requirement.partition("==")[2].partition(";")[0].strip()
        elif name != "onnxruntime":
            kept.append(requirement)
    return [*kept, *(cuda or [f"onnxruntime=={version}"])]


def main() -> None:
    """Print one requirement a line."""
    runtime = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    if runtime not in ("cpu", "cuda"):
        sys.exit(f"There is no runtime “{runtime}”; name cpu or cuda.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cuda = project["optional-dependencies"]["cuda"] if runtime == "cuda" else []
    print("\n".join(requirements(project, cuda)))


if __name__ == "__main__":
    main()
