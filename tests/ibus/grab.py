"""Takes a picture of a screen, without the border of one colour around what is on it.

DISPLAY=:N QT_QPA_PLATFORM=xcb python -m tests.ibus.grab FILE.png
"""

import sys

import numpy as np
from PySide6.QtGui import QGuiApplication, QImage


def main() -> int:
    """Save it under the name that was given; 1 where it cannot be written."""
    app = QGuiApplication(sys.argv)
    image = app.primaryScreen().grabWindow(0).toImage()
    return int(not trimmed(image).save(sys.argv[1]))


def trimmed(image: QImage) -> QImage:
    """Return an image without the rows and columns around it that are like its first pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows, columns = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(rows, columns)
    other = pixels != pixels[0, 0]
    if not other.any():
        return image
    down, across = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    size = across[-1] - across[0] + 1, down[-1] - down[0] + 1
    return image.copy(int(across[0]), int(down[0]), *map(int, size))


if __name__ == "__main__":
    sys.exit(main())
