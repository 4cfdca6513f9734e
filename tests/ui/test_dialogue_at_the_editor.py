"""What a writer may rely on at the dialogue, through the editor and its controller."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from autotype.text.dialogue.state import Options
from tests.text.dialogue_contract import BarContract
from tests.ui.writer_at_the_editor import WriterAtTheEditor


class TestAtTheEditor(BarContract):
    @pytest.fixture(autouse=True)
    def editors(self, qapp: QApplication) -> Iterator[None]:
        self.opened: list[WriterAtTheEditor] = []
        yield
        for writer in self.opened:
            writer.close()

    def open(self, text: str = "|", *, mid_line: bool = False) -> WriterAtTheEditor:
        self.opened.append(WriterAtTheEditor(text, Options(mid_line=mid_line)))
        return self.opened[-1]
