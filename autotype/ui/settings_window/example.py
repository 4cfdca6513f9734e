"""What a confidence would have shown in the writer's own last paragraph, asked of the engine."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, first_word

SAMPLE = (
    "Thank you very much for your letter. I would be happy to meet you next week, and I am "
    "looking forward to hearing what you think about the plans for the summer."
)
"""In place of a paragraph where nothing is written yet."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = 2
_MOST = 30
_SETTLE_MS = 500
_PATIENCE_MS = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """A word whose first letters are typed.

    Attributes:
        request: What is asked there.
        rest: The letters that follow.
    """

    request: Request
    rest: str


def places_in(before: str, paragraph: str) -> list[Place]:
    """Return the places to ask at: after two letters of each longer word, the last ones.

    Args:
        before: The text above the paragraph.
        paragraph: The paragraph.
    """
    return [
        Place(
            # No editor counts so: nobody takes the answer for one about the text that is typed.
            Request(-1 - number, before + paragraph[: word.start() + _LETTERS]),
            word.group()[_LETTERS:],
        )
        for number, word in enumerate([*_WORD.finditer(paragraph)][-_MOST:])
    ]


class Example(QObject):
    """Asks one place after the other, a moment after the last change.

    Signals:
        said(str): What came of it, in one sentence.
    """

    said = Signal(str)

    def __init__(
        self,
        submit: Callable[[Request], None],
        text: Callable[[], tuple[str, str]],
        parent: QObject | None = None,
    ) -> None:
        """Prepare.

        Args:
            submit: Asks the engine; `on_answer` gets what it says.
            text: Returns the text above the last paragraph, and that paragraph.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._submit = submit
        self._text = text
        self._left: list[Place] = []
        self._shown: list[bool] = []
        self._own = True
        self._asked = 0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._begin)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._settle.start)

    def start(self) -> None:
        """Find out anew, soon."""
        self._left = []
        self._settle.start()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._left = []
        self._settle.stop()
        self._patience.stop()

    def on_answer(self, answer: Suggestion) -> None:
        """Note what would have been shown, and ask at the next place."""
        if not self._left or answer.request != self._left[0].request or not answer.final:
            return
        place = self._left.pop(0)
        if answer.ghost:
            self._shown.append(first_word(answer.ghost).strip() == place.rest)
        self._ask()

    def _begin(self) -> None:
        before, paragraph = self._text()
        self._own = bool(_WORD.search(paragraph))
        self._shown = []
        self._left = places_in(*((before, paragraph) if self._own else ("", SAMPLE)))
        self._asked = len(self._left)
        self._ask()

    def _ask(self) -> None:
        if self._left:
            # Whoever types meanwhile comes first, and the answer never does.
            self._patience.start()
            self._submit(self._left[0].request)
            return
        self._patience.stop()
        what = self.tr("your last paragraph") if self._own else self.tr("a letter of thanks")
        self.said.emit(
            self.tr(
                "In {text}, after two letters of each longer word: shown at {shown} of {all} "
                "words, right at {right}."
            ).format(text=what, shown=len(self._shown), all=self._asked, right=sum(self._shown))
        )
