"""What a search for misspelled words could not check, in words: that is never free of mistakes."""

from dataclasses import dataclass, field

from autotype.translation import tr, trn
from autotype.ui.dictionary_names import dictionary_name
from autotype.ui.spelling_thread import InUse


@dataclass(slots=True)
class Unchecked:
    """Paragraphs by their positions, since a search may come to one twice.

    Attributes:
        foreign: Those that the dictionary could not judge.
        long: Those that are too long to be looked through.
        is_all: Whether nothing else was there.
    """

    foreign: set[int] = field(default_factory=set)
    long: set[int] = field(default_factory=set)
    is_all: bool = True

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.foreign or self.long)

    def in_words(self, by: InUse) -> str:
        """Return what was not checked, why, and what can be done about it.

        Args:
            by: The dictionary by which the others were checked.
        """
        if by.wrong:
            return by.wrong
        said = [self._foreign(by)] if self.foreign else []
        if self.long:
            said.append(
                trn(
                    "{n} paragraph was not checked, since it is too long; divide it.",
                    "{n} paragraphs were not checked, since they are too long; divide them.",
                    len(self.long),
                )
            )
        return " ".join(said)

    def _foreign(self, by: InUse) -> str:
        name = dictionary_name(by.name)
        if self.is_all and not self.long:
            what = tr(
                "The spelling of this text was not checked: the dictionary in use, {name}, does "
                "not have its language.",
                name=name,
            )
        else:
            what = trn(
                "No misspelled word was found, but {n} paragraph was not checked: the dictionary "
                "in use, {name}, does not have its language.",
                "No misspelled word was found, but {n} paragraphs were not checked: the dictionary "
                "in use, {name}, does not have their language.",
                len(self.foreign),
                name=name,
            )
        if by.others:
            return f"{what} {tr('Edit › Spelling has others.')}"
        how = tr(
            "Install one that has (for German the package hunspell-de-de), and choose it under "
            "Edit › Spelling."
        )
        return f"{what} {how}"
