"""The menu of the files that were open last; each opens again where the caret was."""

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from autotype.text.recent import Recent, left_at, opened, read_recent, without, write_recent
from autotype.text.visible import visible
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor
from autotype.ui.menus import Menus

_LONGEST = 60


class RecentFiles(QObject):
    """Follows what is opened and left in one window; other windows write to the same list."""

    def __init__(
        self,
        editor: Editor,
        documents: DocumentActions,
        open_file: Callable[[Path], bool],
        menus: Menus,
        place: Path,
        most: int,
    ) -> None:
        """Add the menu.

        Args:
            editor: Whose caret it is.
            documents: What is opened and left.
            open_file: Opens a file; False if that does not go.
            menus: Where to show the list.
            place: The file that keeps it.
            most: How many files are kept; none if 0, and what was kept is removed.
        """
        super().__init__(editor)
        self._editor = editor
        self._documents = documents
        self._open_file = open_file
        self._place = place
        self._most = most
        self._menu = QMenu(self.tr("Open &recent"))
        self._menu.setToolTipsVisible(True)
        menus.file.addMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        documents.leaving.connect(self._leave)
        documents.opened.connect(self._open)
        self.keep(most)

    def keep(self, most: int) -> None:
        """Keep so many from now on."""
        self._most = most
        self._menu.menuAction().setVisible(most > 0)
        if most <= 0:
            with contextlib.suppress(OSError):
                self._place.unlink(missing_ok=True)

    @property
    def last(self) -> Path | None:
        """The file that was open last; None if there is none, or it is gone."""
        files = read_recent(self._place) if self._most > 0 else ()
        # `Path.is_file` raises where a folder above is closed to us.
        return next((each.path for each in files[:1] if os.path.isfile(each.path)), None)  # noqa: PTH113

    def _leave(self, places: Sequence[tuple[Path, int]]) -> None:
        if places and self._most > 0:
            files = read_recent(self._place)
            for path, caret in places:
                files = left_at(files, path, caret)
            self._write(files)

    def _open(self) -> None:
        path = self._documents.document.path
        if path is None or self._most <= 0:
            return
        files = opened(read_recent(self._place), path, self._most)
        self._write(files)
        cursor = self._editor.textCursor()
        if files[0].caret and cursor.position() == 0 and not self._documents.modified:
            last = self._editor.document().characterCount() - 1
            cursor.setPosition(min(files[0].caret, last))
            self._editor.setTextCursor(cursor)
            self._editor.centerCursor()

    def _write(self, files: tuple[Recent, ...]) -> None:
        # A list of files is worth no question and no notice.
        with contextlib.suppress(OSError):
            write_recent(self._place, files)

    def _fill(self) -> None:
        self._menu.clear()
        files = read_recent(self._place)[: self._most]
        for number, each in enumerate(files, start=1):
            mnemonic = f"&{number}  " if number < 10 else ""
            action = self._menu.addAction(mnemonic + _shown(each.path))
            action.setToolTip(visible(str(each.path)))
            action.setStatusTip(visible(str(each.path)))
            action.triggered.connect(lambda _=False, path=each.path: self._choose(path))
        if not files:
            self._menu.addAction(self.tr("No file yet")).setEnabled(False)
            return
        self._menu.addSeparator()
        self._menu.addAction(self.tr("&Clear this list")).triggered.connect(lambda: self._write(()))

    def _choose(self, path: Path) -> None:
        if not self._open_file(path):
            self._write(without(read_recent(self._place), path))


def _shown(path: Path) -> str:
    """Return a file's name and folder as a menu can show them."""
    folder = str(path.parent)
    if len(folder) > _LONGEST:
        folder = f"…{folder[-_LONGEST:]}"
    # The beginning and the end of a long name tell it from others.
    text = f"{visible(path.name, _LONGEST)}  —  {folder}".replace("&", "&&")
    return "".join(c if c.isprintable() else "�" for c in text)
