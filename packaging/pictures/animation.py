"""The README's moving picture: real typing in the real window, and what it looks like.

Every key has two frames: what the key shows, and what the suggestion adds when it is there. How
long they last is the pace of a typist on a machine with nothing else to do, whatever the one that
takes them does meanwhile.
"""

import random
import sys

from image import as_pillow
from PIL import Image
from PySide6.QtCore import Qt
from session import Writer, grabbed, wait

from autotype.commands.smoke import let_pass

# What is to be written; what of it is suggested is taken.
MAIL = (
    "Hi Anna,\n\nThank you very much for your email. I am looking forward to hearing from you. "
    "Please let me know if you have any questions."
)
SIZE = (640, 220)
LARGEST = 400_000
"""Bytes of the file."""
_COLOURS = 32
# About 60 words a minute; no two keys of a person are equally far apart.
_KEY_MS, _UNEVEN_MS = 190, 70
# Words come within this on the machines that BENCHMARKS.md names.
_ANSWER_MS = 40
# A person sees a suggestion, reads it, and finds the key.
_READING_MS, _TAKEN_MS = 650, 500
_LAST_MS = 3000
_SHORTEST = 4
_PAINTED_MS = 60


class Film:
    """Frames and how long each lasts, in milliseconds."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.frames: list[Image.Image] = []
        self.lasts: list[int] = []

    def look(self, milliseconds: int) -> None:
        """Take a frame; one that looks like the last one makes that last longer."""
        let_pass(_PAINTED_MS)
        frame = as_pillow(grabbed(self._writer.app.window).toImage())
        if self.frames and frame.tobytes() == self.frames[-1].tobytes():
            self.lasts[-1] += milliseconds
        else:
            self.frames.append(frame)
            self.lasts.append(milliseconds)


def film(writer: Writer) -> None:
    """Write the mail, and a file of what was seen."""
    writer.app.window.resize(*SIZE)
    writer.begin()
    taken = Film(writer)
    taken.look(_READING_MS)
    _write(writer, taken)
    taken.look(_LAST_MS)
    path = writer.folder / "typing.webp"
    one, *others = [frame.quantize(_COLOURS).convert("RGB") for frame in taken.frames]
    one.save(
        path,
        save_all=True,
        append_images=others,
        duration=taken.lasts,
        loop=0,
        lossless=True,
        method=6,
        minimize_size=True,
    )
    size, seconds = path.stat().st_size, sum(taken.lasts) / 1000
    print(f"{path.name}: {len(taken.frames)} frames, {seconds:.0f} s, {size:,} bytes", flush=True)
    if size > LARGEST:
        sys.exit(f"“{path}” is larger than {LARGEST:,} bytes.")


def _write(writer: Writer, taken: Film) -> None:
    """Type, and take what is right, as somebody does who knows what to say."""
    controller, chance, done = writer.app.window.controller, random.Random(7), 0
    while done < len(MAIL):
        rest, ghost = MAIL[done:], controller.ghost
        if len(ghost) >= _SHORTEST and rest.startswith(ghost) and controller.can_take():
            taken.look(_READING_MS)
            writer.press(Qt.Key.Key_Tab)
            taken.look(_ANSWER_MS)
            _wait_for_an_answer(writer)
            taken.look(_TAKEN_MS)
            done += len(ghost)
            # The space comes by itself.
            done += MAIL[done : done + 1] == " "
            continue
        writer.type(rest[0])
        taken.look(_ANSWER_MS)
        _wait_for_an_answer(writer)
        taken.look(round(_KEY_MS - _ANSWER_MS + chance.uniform(-_UNEVEN_MS, _UNEVEN_MS)))
        done += 1
    written = writer.app.window.editor.text()
    assert written == MAIL, written


def _wait_for_an_answer(writer: Writer) -> None:
    controller = writer.app.window.controller
    wait("answer", lambda: controller._state.asked is None)
    # A ghost is not taken before it could be read.
    let_pass(200)
