"""What is known of applications without a rule: a notice about those switched by themselves."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from autotype import paths
from autotype.assistant.programs import KnownPrograms, ProgramsError, read_programs
from autotype.assistant.rules import RulesError, load_rules, save_rules
from autotype.translation import all_of, quoted, tr
from autotype.tray.rules_table import RulesTable


class Known(QLabel):
    """Keeps the lower part of the table, and says what has been switched."""

    def __init__(
        self, table: RulesTable, say: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        """Say nothing yet.

        Args:
            table: The table of rules.
            say: Shows what went wrong, in one sentence; an empty text is no trouble.
            parent: The window.
        """
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        self._table = table
        self._say = say
        self._shown: tuple[object, object] | None = None
        table.reset.connect(self._reset)

    def look(self) -> list[str]:
        """Show what is so now; return what is wrong, in sentences."""
        wrong = []
        programs: tuple[KnownPrograms, ...] = ()
        try:
            programs = read_programs()
        except ProgramsError as error:
            wrong.append(str(error))
        try:
            switched = load_rules(paths.switched_file())
        except RulesError as error:
            switched = {}
            wrong.append(str(error))
        if self._shown != (switched, programs):
            self._shown = (switched, programs)
            self._table.show_known(switched, programs)
        names = [quoted(name) for name in sorted(switched)]
        listed = all_of(names)
        self.setText(
            tr(
                "{listed} inserted a suggestion that nobody had taken. Suggestions appear in a "
                "pop-up there now; “Reset” goes back.",
                listed=listed,
            )
        )
        self.setVisible(bool(switched))
        return wrong

    def _reset(self, name: str) -> None:
        try:
            switched = load_rules(paths.switched_file())
            switched.pop(name, None)
            save_rules(paths.switched_file(), switched)
        except RulesError as error:
            self._say(str(error))
        else:
            self._say("")
        self.look()
