"""Corrections for other programs, by the model that most people have."""

import json
from typing import Any

import pytest

from autotype.commands.session_text import SessionText
from autotype.packs.opening import open_completer

pytestmark = pytest.mark.pack


def test_a_correction_says_what_it_replaces_and_is_taken() -> None:
    session = SessionText(open_completer("smollm2-135m"), soft_space=True)

    def say(**line: str) -> Any:
        return json.loads(session.answer(json.dumps(line).encode()))

    say(event="open", before="See you ", after="")
    say(event="type", text="tommor")
    shown = say(event="wait")
    assert shown["words"][0]["text"] == "tomorrow"
    assert shown["words"][0]["replaces"] == len("tommor")
    assert shown["ghost"] == ""
    assert say(event="key", name="word1")["before"] == "See you tomorrow"
    assert say(event="key", name="undo")["before"] == "See you tommor"
