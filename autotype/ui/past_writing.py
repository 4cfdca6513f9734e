"""Learns from what somebody wrote before: the window of `autotype learned --import-writing`."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from autotype.processes import own_command
from autotype.ui.reading_dialog import Commands, ReadingDialog


class PastWriting(ReadingDialog):
    """Words and phrases of texts that are chosen; they can be taken back as a whole."""

    def __init__(self, parent: QWidget) -> None:
        """Show it with `open`."""
        super().__init__(
            parent,
            parent.tr("Learn from past writing"),
            parent.tr(
                "Names, words and phrases are learned from texts that you wrote before: plain "
                "text, Markdown, office documents, mailboxes. They are read on this computer and "
                "only words and phrases are kept; “Forget imported texts” takes them back."
            ),
            parent.tr("L&earn"),
        )

    def commands(self, places: Sequence[str], senders: Sequence[str]) -> Commands:
        """Return the command lines that look at texts and learn from them."""
        command = own_command("learned", "--json")
        for sender in senders:
            command += ["--from", sender]
        reading = ["--import-writing", *places]
        return Commands([*command, "--preview", *reading], [*command, "--yes", *reading])

    def doing(self, _: str) -> str:
        """Return that it is under way."""
        return self.tr("Learning …")

    def outcome(self, _: Mapping[str, Any]) -> str:
        """Return that it is done."""
        return self.tr("It is learned. “Forget imported texts” takes it back.")
