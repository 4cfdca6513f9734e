"""Terminals, where suggestions are off."""

import os
import shlex
from pathlib import Path

from tests.programs.program import Program


class Xfce4Terminal(Program):
    title = "Xfce Terminal"
    package = "xfce4-terminal"
    window = "xfce4-terminal"
    checks = ("off", "fast")

    def command(self) -> list[str]:
        script = f"stty raw -echo; tee -a {shlex.quote(str(self._file))}"
        words = ["--disable-server", "--hide-menubar", "-x", "sh", "-c", script]
        return ["xfce4-terminal", *words]

    @property
    def _file(self) -> Path:
        return self.folder / "typed"

    def text(self) -> str:
        try:
            return self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def clear(self) -> None:
        if self._file.exists():
            os.truncate(self._file, 0)
