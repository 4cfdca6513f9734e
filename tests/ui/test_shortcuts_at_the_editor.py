"""Shortcuts at the real editor."""

from collections.abc import Iterator

import pytest

from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from tests.text.shortcut_contract import ShortcutBarContract
from tests.text.writing import Writing
from tests.ui.writer_at_the_editor import WriterAtTheEditor


class TestAtTheEditor(ShortcutBarContract):
    opened: list[WriterAtTheEditor]

    @pytest.fixture(autouse=True)
    def closed(self, qapp: object) -> Iterator[None]:
        self.opened = []
        yield
        for writer in self.opened:
            writer.close()

    def open(self, text: str = "|") -> Writing:
        self.opened.append(WriterAtTheEditor(text, Options(soft_space=True)))
        return self.opened[-1]

    def engine_is(self, writer: Writing, state: EngineState) -> None:
        assert isinstance(writer, WriterAtTheEditor)
        writer.controller.on_status(EngineStatus(state, "", ""))
