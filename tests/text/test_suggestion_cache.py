from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Suggestion
from autotype.text.suggestion_cache import SuggestionCache


def answer(before: str, after: str = "", offset: int = 0, ghost: str = " x") -> Suggestion:
    return Suggestion(Request(1, before, after, offset), ghost=ghost)


def test_the_same_text_gets_the_same_answer_at_any_revision() -> None:
    cache = SuggestionCache()
    cache.put(answer("one", "two"))
    found = cache.get(Request(7, "one", "two", 0, Trigger.TAKEN))
    assert found is not None
    assert found.ghost == " x"


def test_other_text_before_or_after_or_above_gets_none() -> None:
    cache = SuggestionCache()
    cache.put(answer("one", "two"))
    assert cache.get(Request(1, "one!", "two")) is None
    assert cache.get(Request(1, "one", "three")) is None
    assert cache.get(Request(1, "one", "two", offset=10)) is None


def test_it_does_not_matter_how_far_back_a_request_reaches() -> None:
    cache = SuggestionCache()
    tail = "word " * 200
    cache.put(answer("a line above\n" + tail))
    assert cache.get(Request(2, tail, offset=13)) is not None


def test_a_newer_answer_replaces_an_older_one() -> None:
    cache = SuggestionCache()
    cache.put(answer("one"))
    cache.put(answer("one", ghost=" y"))
    found = cache.get(Request(1, "one"))
    assert found is not None
    assert found.ghost == " y"


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    cache = SuggestionCache(2)
    cache.put(answer("one"))
    cache.put(answer("two"))
    cache.get(Request(1, "one"))
    cache.put(answer("three"))
    assert cache.get(Request(1, "two")) is None
    assert cache.get(Request(1, "one")) is not None
    cache.clear()
    assert cache.get(Request(1, "one")) is None
