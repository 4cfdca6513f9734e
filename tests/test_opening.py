"""The engine is opened as the settings say, whoever asks for it."""

from pathlib import Path

import pytest

from autotype import paths, settings
from autotype.opening import open_asked, open_chosen
from autotype.settings import Settings
from autotype.text.evidence import NoEvidence
from autotype.text.request import Request


@pytest.mark.parametrize(("look_ahead", "something"), [("off", False), ("always", True)])
def test_looking_ahead_is_as_set_in_the_editor_and_in_commands(
    home: Path, tiny_pack: Path, look_ahead: str, something: bool
) -> None:
    chosen = Settings(pack=str(tiny_pack), look_ahead=look_ahead, show_at_least=1)
    settings.save(paths.settings_file(), chosen)
    asked, _ = open_asked(threshold=1.0)
    for completer in (open_chosen(chosen, NoEvidence()), asked):
        completer.complete(Request(0, "Please let me know if y"))
        while completer.idle():
            pass
        assert (completer.looked_ahead.answers > 0) is something
