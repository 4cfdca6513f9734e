"""What was asked of the writer's own words is asked anew only once something has changed."""

from collections.abc import Sequence

from autotype.engine.asked import Asked
from autotype.learning.own_text import ANYWHERE, OwnText
from autotype.text.evidence import OwnWord


class Counted(OwnText):
    """Counts the questions about words."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = 0

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        self.questions += 1
        return super().words(before, typed)


def asked_of(own: OwnText) -> Asked:
    asked = Asked(own)
    assert [each.word for each in asked.words("We met ", "Zy")] == ["Zyxxo"]
    assert list(asked.next_words("We met", 3)) == []
    assert not asked.refuses("zyxxo")
    return asked


def own_text() -> Counted:
    own = Counted()
    own.revise([], [(ANYWHERE, "Zyxxo")] * 2)
    return own


def test_nothing_is_asked_anew_while_nothing_has_changed() -> None:
    own = own_text()
    asked = asked_of(own)
    assert asked.holds()
    assert own.questions == 1


def test_a_change_elsewhere_is_asked_about_once() -> None:
    own = own_text()
    asked = asked_of(own)
    own.revise([], [(ANYWHERE, "Quorn")])
    assert asked.holds()
    assert asked.holds()
    assert own.questions == 2


def test_what_has_changed_no_longer_holds() -> None:
    for change in (
        lambda own: own.revise([], [(ANYWHERE, "Zyxxa")]),
        lambda own: own.revise([(ANYWHERE, "Zyxxo")] * 2, []),
        lambda own: own.close_document(),
        lambda own: own.hear([(ANYWHERE, "Zyxxo")], 1.0),
        lambda own: own.change([(ANYWHERE, "Zyxxo", 2.0)], 10.0),
        lambda own: list(own.become([(ANYWHERE, "Zyxxo", 2.0)], 10.0, ())),
        lambda own: list(own.become([], 0.0, ["Zyxxo"])),
    ):
        own = own_text()
        asked = asked_of(own)
        change(own)
        assert not asked.holds()


def test_a_session_that_is_forgotten_no_longer_counts() -> None:
    own = own_text()
    own.hear([(ANYWHERE, "Zyxxo")], 1.0)
    asked = asked_of(own)
    own.forget_session()
    assert not asked.holds()
