"""Pictures with a palette: a window has few colours, and a repository keeps every version."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

_COLOURS = 64
LARGEST = 60_000
"""Bytes of a picture."""


def as_pillow(image: QImage) -> Image.Image:
    """Return a picture of Qt's as one of Pillow's, in RGB."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]  # its stub knows no text
    return Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")


def save(image: QImage, path: Path) -> None:
    """Write a PNG of few colours; the process ends if it comes out too large."""
    few = as_pillow(image).quantize(_COLOURS, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size:,} bytes", flush=True)
    if size > LARGEST:
        sys.exit(f"“{path}” is larger than {LARGEST:,} bytes.")
