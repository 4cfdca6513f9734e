"""Takes the pictures of one theme, on the screen that it is started on.

    python packaging/pictures THEME FOLDER

`packaging/screenshots.py` starts it; `AUTOTYPE_HOME` has the recommended pack.
"""

import sys
import tempfile
from pathlib import Path

import animation
import editor_pictures
import elsewhere_pictures
import session
import settings_pictures

from autotype import paths


def main() -> None:
    """Take them all."""
    theme, folder = sys.argv[1], Path(sys.argv[2])
    # What the windows say of files is a place that reads well.
    session.furnish(Path(tempfile.gettempdir()) / "autotype", paths.packs())
    with session.writing(folder, theme if theme != "moving" else "light") as writer:
        if theme == "moving":
            animation.film(writer)
            return
        editor_pictures.take(writer)
        settings_pictures.take(writer)
        elsewhere_pictures.take(writer)


if __name__ == "__main__":
    main()
