"""Saving, closing and recovering documents; asks before anything could be lost."""

import contextlib
import os
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from autotype.text.document import (
    ChangedOnDiskError,
    DocumentError,
    NeedsForceError,
    read,
    write,
)
from autotype.text.recovery import Journal, Recovered
from autotype.translation import listed, mark, tr, trn
from autotype.ui.choosing import choose_to_save
from autotype.ui.disk_watch import OnDisk
from autotype.ui.editor import Editor
from autotype.ui.front_tab import DISK, FAILURE, FILE, TAB, Choice, FrontTab
from autotype.ui.loading import is_large
from autotype.ui.mnemonics import give_keys
from autotype.ui.questions import ask
from autotype.ui.tab import Tab

_DAMAGED = "damaged"
_Buttons = QMessageBox.StandardButton
_SAVE_AS, _RELOAD, _OVERWRITE, _SAVE_AGAIN = (
    mark("Save As …"),
    mark("Reload"),
    mark("Overwrite"),
    mark("Save it here again"),
)


class DocumentActions(FrontTab):
    """What one does with the document that is in front."""

    def __init__(self, editor: Editor, journal: Journal, key: str, window: QWidget) -> None:
        """Start with an empty document; `key` names it in the journal."""
        super().__init__(editor, journal, key)
        self._window = window
        self._unopened: list[tuple[str, str]] = []
        self.held: Callable[[], Collection[str]] = frozenset
        self.on_disk.connect(self._on_disk)

    def show(self, tab: Tab) -> bool:
        """Put a tab in front; False if what is to be opened there cannot be: `tell_unopened`."""
        waiting = tab.waiting
        found, document = None, None
        if waiting is not None:
            found = self._journal.read(waiting.draft) if waiting.draft else None
            self._tell_damaged()
            if found is None and waiting.path is not None:
                if is_large(waiting.path):
                    self._turn_to(tab)
                    self._load(waiting.path)
                    return True
                try:
                    document = read(waiting.path)
                except DocumentError as error:
                    self._unopened.append((waiting.path.name, str(error)))
            if found is None and document is None:
                return False
        self._turn_to(tab)
        tab.waiting = None
        if waiting is not None:
            if found is not None:
                self.recover(found)
            elif document is not None:
                self.put(document)
            self._editor.go_to(waiting.place)
        tab.parts.watch.look_anew()
        return True

    def tell_unopened(self) -> None:
        """Say which files could not be opened since this was called last, all in one."""
        unopened, self._unopened = self._unopened, []
        if len(unopened) == 1:
            self.noticed.emit(unopened[0][1], (), TAB)
        elif unopened:
            names = listed([name for name, _ in unopened])
            said = tr("{listed} cannot be opened; open one alone to see why.", listed=names)
            self.noticed.emit(said, (), TAB)

    def save(self) -> bool:
        """Save under the present name, or ask for one."""
        if self._is_not_whole():
            return False
        if self.document.path is None or self.document.read_only:
            return self.save_as()
        return self._write(None)

    def save_as(self) -> bool:
        """Ask for a name and save under it."""
        if self._is_not_whole():
            return False
        path = choose_to_save(self._window, self.document)
        return path is not None and self._write(path)

    def _is_not_whole(self) -> bool:
        """Whether what is in front is still on its way, which is said."""
        if self.is_loading:
            self.failed.emit(tr("“{name}” is still being opened.", name=self.name))
        return self.is_loading

    def _write(self, path: Path | None, *, force: bool = False, in_place: bool = False) -> bool:
        text = self._editor.text()
        try:
            document = write(self.document, text, path, force=force, in_place=in_place)
        except ChangedOnDiskError:
            return self._ask_about_change(path)
        except NeedsForceError as error:
            choice = ask(self._window, str(error), "", _SAVE_AS, _OVERWRITE, careful=_SAVE_AS)
            if choice == _OVERWRITE:
                return self._write(path, force=force, in_place=True)
            return choice == _SAVE_AS and self.save_as()
        except DocumentError as error:
            self.failed.emit(str(error))
            return False
        self.document = document
        self._editor.document().setModified(False)
        self.journal_now()
        for about in (FAILURE, FILE, DISK):
            self.settled.emit(about)
        self.changed.emit()
        self.opened.emit()
        return True

    def _ask_about_change(self, path: Path | None) -> bool:
        """Ask what to do where saving would destroy what another program has written."""
        if self._is_gone():
            said = tr("“{name}” was removed or renamed by another program.", name=self.name)
            more = tr("Your text is only here now.")
            choices: tuple[str, ...] = (_SAVE_AGAIN, _SAVE_AS)
            careful = _SAVE_AGAIN
        else:
            said = tr(
                "“{name}” was changed by another program since it was opened.", name=self.name
            )
            more = tr(
                "Overwriting destroys what the other program wrote; reloading shows it in place "
                "of your text, which Undo brings back."
            )
            choices, careful = (_SAVE_AS, _RELOAD, _OVERWRITE), _SAVE_AS
        choice = ask(self._window, said, more, *choices, careful=careful)
        if choice in (_OVERWRITE, _SAVE_AGAIN):
            return self._write(path, force=True)
        if choice == _SAVE_AS:
            return self.save_as()
        if choice == _RELOAD:
            self.reload()
            return False
        self._tell_unsaved(
            tr("“{name}” is not saved: another program has changed it.", name=self.name)
        )
        return False

    def _is_gone(self) -> bool:
        path = self.document.path
        return path is not None and not os.path.exists(path)  # noqa: PTH110

    def _on_disk(self, tab: Tab, found: OnDisk) -> None:
        """Say what another program did to the file; of one behind others once it is in front."""
        if tab is not self.tab:
            if found is OnDisk.GONE:
                tab.parts.text.setModified(True)
                self.changed.emit()
        elif found is OnDisk.SAME:
            self.settled.emit(DISK)
        elif found is OnDisk.CHANGED:
            said = tr("“{name}” was changed by another program.", name=self.name)
            if self.modified:
                said = tr(
                    "“{name}” was changed by another program; your changes here are not saved.",
                    name=self.name,
                )
            self._tell_unsaved(said)
        else:
            # Closing asks from now on: what is in the window is all there is.
            self._editor.document().setModified(True)
            said = tr(
                "“{name}” was removed or renamed by another program; its text is only here now.",
                name=self.name,
            )
            if not self._is_gone():  # a folder is there now, or the file is closed to us
                said = tr(
                    "“{name}” cannot be read any more; its text is only here now.", name=self.name
                )
            self._tell_unsaved(said)

    def _tell_unsaved(self, said: str) -> None:
        choices: tuple[Choice, ...] = (
            ((tr("Save it again"), self.save),)
            if self._is_gone()
            else ((tr(_RELOAD), self.reload), (tr("Keep mine"), self._keep))
        )
        self.noticed.emit(said, (*choices, (tr(_SAVE_AS), self.save_as)), DISK)

    def _keep(self) -> None:
        """Leave the text as it is, which is not what the file holds; saving asks again."""
        self.settled.emit(DISK)
        self._editor.document().setModified(True)
        self._editor.setFocus()

    def reload(self) -> None:
        """Show what the file holds now; undoing brings back what was shown before."""
        if self.document.path is None:
            return
        try:
            document = read(self.document.path)
        except DocumentError as error:
            self.failed.emit(str(error))
            return
        self._show_instead(document, document.shown)
        self._editor.document().setModified(False)
        self.journal_now()

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes; False to stay."""
        if not self.modified:
            return True
        box = QMessageBox(
            QMessageBox.Icon.Question,
            tr("Unsaved changes"),
            tr("“{name}” has changes that are not saved. Save them?", name=self.name),
            _Buttons.Save | _Buttons.Discard | _Buttons.Cancel,
            self._window,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like markup
        box.setDefaultButton(_Buttons.Save)
        give_keys(box)
        answer = box.exec()
        if answer == _Buttons.Save:
            return self.save()
        return answer == _Buttons.Discard

    def close(self) -> None:
        """End: the tabs are closed, and what was to be written is."""
        self._stop_loading()
        self._writer.shutdown()
        self._reader.shutdown(wait=False, cancel_futures=True)

    def waiting(self) -> list[Recovered]:
        """Return the unsaved texts of Autotypes that did not end as they should."""
        found = self._journal.pending(self.held())
        self._tell_damaged()
        return found

    def _tell_damaged(self) -> None:
        """Say where what is left of texts is that could not be read, once for all of them."""
        damaged, self._journal.damaged = self._journal.damaged, []
        if not damaged:
            return
        said = tr(
            "A text that was kept could not be read; what is left of it is in “{path}”.",
            path=damaged[0],
        )
        if len(damaged) > 1:
            said = trn(
                "{n} text that was kept could not be read; what is left of it is in “{folder}”, "
                "in a file that ends with “{ending}”.",
                "{n} texts that were kept could not be read; what is left of them is in "
                "“{folder}”, in files that end with “{ending}”.",
                len(damaged),
                folder=damaged[0].parent,
                ending=damaged[0].suffix,
            )
        self.noticed.emit(said, (), _DAMAGED)

    def forget(self, found: Recovered) -> None:
        """Delete a text of the journal that nobody wants back."""
        with contextlib.suppress(OSError):
            self._journal.discard(found.key)

    def recover(self, found: Recovered) -> None:
        """Put a text of the journal back, as unsaved changes of its document."""
        document, changed = found.as_document()
        self._put(document)
        if document.shown != found.text:
            self._show_instead(document, found.text)
        self._editor.setReadOnly(False)
        self._editor.document().setModified(True)
        if self.journalling.now():
            self.forget(found)
        self.changed.emit()
        if changed:
            self._tell_unsaved(
                tr(
                    "“{name}” was changed or removed by another program after this text was "
                    "written; saving asks before it overwrites anything.",
                    name=self.name,
                )
            )
