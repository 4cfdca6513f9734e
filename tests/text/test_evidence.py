"""What is said where nothing was learned."""

from autotype.text.evidence import Evidence, NoEvidence


def test_where_nothing_was_learned_nothing_is_known() -> None:
    evidence: Evidence = NoEvidence()
    assert evidence.words("We met ", "Z") == ()
    assert evidence.next_words("Best regards", 3) == ()
    evidence.leave_to_model(frozenset(["met"]))
    assert not evidence.refuses("zyxxo")
    assert evidence.revision() == evidence.revision()
