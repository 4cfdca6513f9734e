"""How the application in front is treated, and what is remembered of those that insert ghosts.

Files are read with every focus: the user may have changed them meanwhile.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from autotype import paths
from autotype.assistant.modes import Mode
from autotype.assistant.programs import KnownPrograms, ProgramsError, read_programs
from autotype.assistant.rules import RulesError, load_rules, save_rules
from autotype.assistant.treatment import Applications, Treatment

_log = logging.getLogger(__name__)


class Treating:
    """The rules of the user, of experience, and of the shipped list.

    Attributes:
        otherwise: For applications of which nothing is known.
    """

    def __init__(self, otherwise: Mode) -> None:
        """Read what is shipped; `otherwise` is for applications of which nothing is known."""
        self.otherwise = otherwise
        self._is_blind = False
        self._programs: tuple[KnownPrograms, ...] = ()
        try:
            self._programs = read_programs()
        except ProgramsError as error:
            # Password managers and terminals cannot be told from the others.
            _log.error("%s", error)
            self._is_blind = True

    def treatment(self, names: Sequence[str]) -> Treatment:
        """Return how an application is treated, given what the desktop calls it."""
        try:
            rules = load_rules(paths.rules_file())
        except RulesError as error:
            # Rules that cannot be read may forbid this very application.
            _log.error("%s", error)
            return Applications(otherwise=Mode.OFF).treatment(names)
        wanted = Mode.OFF if self._is_blind else self.otherwise
        known = Applications(rules, self._switched(), self._programs, wanted)
        return known.treatment(names)

    def switch(self, treatment: Treatment) -> Treatment:
        """Return how an application is treated that has inserted a ghost, and remember it.

        Where the user has said how, nothing changes.
        """
        if treatment.mode is not Mode.INLINE or treatment.is_own_rule:
            return treatment
        if treatment.application:
            switched = {**self._switched(), treatment.application: Mode.POPUP}
            try:
                save_rules(paths.switched_file(), switched)
            except RulesError as error:
                _log.error("%s", error)
        return replace(treatment, mode=Mode.POPUP)

    @staticmethod
    def _switched() -> dict[str, Mode]:
        try:
            return load_rules(paths.switched_file())
        except RulesError as error:
            _log.error("%s", error)
            return {}
