"""The directions of imports, the size of files, and what must not be loaded at start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "autotype"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Every module may also import these, and the package itself.
EVERYWHERE = ("errors", "paths", "logs", "processes", "translation")
MAY_IMPORT = {
    "text": set(),
    "numbers": {"text"},
    "learning": {"text", "writing"},
    "engine": {"text"},
    "builder": {"text", "engine"},
    "packs": {"text", "engine", "builder"},
    "evaluation": {"text", "engine", "packs"},
    "writing": {"text"},
    "tuning": {"text", "engine", "builder", "packs", "evaluation", "writing", "numbers"},
    "opening": {"text", "engine", "packs", "settings"},
    "choosing": {"text", "packs", "settings"},
    "service": {"text", "engine", "packs", "opening", "settings", "learning"},
    "assistant": {"text"},
    "ibus": {"text", "assistant", "service", "settings", "numbers", "learning", "spelling"},
    "fcitx": {"text", "assistant", "service", "settings", "ibus"},
    "spelling": {"text"},
    "ui": {"text", "settings", "numbers", "spelling", "learning"},
    "popup": {"text", "ui", "settings"},
    "setup": {"text", "ibus"},
    "tray": {"text", "assistant", "service", "ui", "settings", "choosing"},
    "commands": {"text", "engine", "packs", "builder", "evaluation", "service", "ibus", "tray"}
    | {"app", "settings", "ui", "assistant", "opening", "popup", "setup", "fcitx", "numbers"}
    | {"learning", "spelling", "writing", "tuning"},
    "app": {"text", "engine", "packs", "ui", "opening", "choosing", "settings"}
    | {"learning", "spelling"},
    "cli": {"commands"},
    "settings": {"text"},
    "__main__": {"cli"},
}
LIBRARIES = {
    "text": {"regex", "psutil", "tomli_w"},
    "numbers": set(),
    "learning": {"cryptography"},
    "engine": {"psutil", "numpy", "onnxruntime", "tokenizers", "regex"},
    "builder": {"numpy", "onnx", "gguf", "safetensors", "tokenizers", "psutil", "ml_dtypes"},
    # The builder's own reference, which only `python -m autotype.builder verify` opens.
    "reference": {"numpy", "torch", "transformers"},
    # And its trainings, which only `python -m autotype.builder distill` does.
    "training": {"numpy", "torch", "transformers", "tokenizers", "safetensors", "rich"}
    | {"matplotlib"},
    "packs": {"huggingface_hub", "filelock"},
    "evaluation": {"regex", "numpy", "matplotlib"},
    "writing": {"regex"},
    "tuning": {"filelock"},
    "service": {"filelock"},
    "assistant": {"tomli_w"},
    "ibus": {"dbus_fast", "Xlib"},
    "fcitx": set(),
    "spelling": {"hunspell", "platformdirs"},
    "ui": {"PySide6"},
    "popup": {"PySide6", "Xlib"},
    "setup": set(),
    "tray": {"PySide6"},
    "commands": {"rich", "PySide6", "psutil"},
    "app": {"PySide6"},
    "cli": set(),
    "opening": set(),
    "choosing": set(),
    "settings": {"tomli_w"},
    "__main__": set(),
}


def layer_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def _libraries_of(path: Path, layer: str) -> str:
    if path.match("builder/reference.py"):
        return "reference"
    return "training" if path.match("builder/training/*.py") else layer


def imports_of(path: Path) -> list[tuple[str, int]]:
    """Return (module, line) of all imports of a file, those inside functions too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            if node.module == "autotype":
                found += [(f"autotype.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((node.module, node.lineno))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    layer = layer_of(path)
    if layer in ("__init__", *EVERYWHERE):
        return
    for module, line in imports_of(path):
        first, _, rest = module.partition(".")
        where = f"{path.relative_to(ROOT)}:{line} imports {module}"
        if first == "autotype":
            target = rest.split(".")[0]
            allowed = MAY_IMPORT[layer] | {layer, "__version__", *EVERYWHERE}
            assert target in allowed, where
        elif first not in sys.stdlib_module_names:
            assert first in LIBRARIES[_libraries_of(path, layer)], where


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 340
    assert ast.get_docstring(ast.parse(text))


def test_the_command_line_loads_next_to_nothing() -> None:
    code = (
        "import sys, autotype.cli as c\n"
        "try: c.main(['--help'])\n"
        "except SystemExit: pass\n"
        "names = ('torch', 'transformers', 'onnx', 'onnxruntime', 'PySide6', 'numpy')\n"
        "sys.stderr.write(str([m for m in names if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip().endswith("[]")


START = """
import sys
from PySide6.QtCore import QTimer
from autotype import app, settings
chosen = settings.Settings(pack=sys.argv[1])
application = app.application_of(chosen)
running = app.build(chosen)
running.window.show()
running.window.editor.setFocus()
running.window.editor.insertPlainText("I will get back t")
answers = []
def look():
    running.window.controller.press("ask")
    if answers:
        application.exit(0)
running.bridge.suggestion.connect(answers.append)
timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(60000, lambda: application.exit(1))
application.exec()
running.stop()
names = ("torch", "transformers", "onnx", "gguf", "safetensors", "huggingface_hub")
print(len(answers) > 0, [name for name in names if name in sys.modules])
"""


def test_the_editor_suggests_without_what_only_builds_packs(tiny_pack: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, str(tiny_pack)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "True []"


def test_the_project_names_no_place_outside_itself() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org"]
    for name in filter(None, listed):
        path = ROOT / name.decode()
        if path.suffix in (".png", ".onnx") or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [host for host in hosts if host in text], path


def test_one_module_imports_the_runtime() -> None:
    """It has to be told something before it is loaded."""
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.partition(".")[0] == "onnxruntime" for name, _ in imports_of(path))
    ]
    assert found == ["engine/runtime.py"]
