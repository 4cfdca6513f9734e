"""Where the calibration of lifted words is kept, and that older manifests and versions go on."""

import dataclasses
import json
from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.gate import LIFTED, Calibration
from autotype.engine.manifest import Manifest
from autotype.engine.model import Model
from autotype.engine.pack import Pack, open_pack
from autotype.text.request import Request
from tests.engine.test_lifting import writer

LINES = ((-1.0, 0.5), (-2.0, 0.5), (-3.0, 0.5))


def test_a_manifest_without_the_lines_gets_the_usual_ones(tiny_pack: Path) -> None:
    manifest = open_pack(tiny_pack).manifest
    assert manifest.lifted == ()
    # A version that does not know the field would refuse it.
    assert "lifted" not in json.loads(manifest.to_json())
    own = dataclasses.replace(manifest, lifted=LINES)
    assert Manifest.from_json(own.to_json()) == own


def test_lines_that_are_none_are_refused(tiny_pack: Path) -> None:
    found = json.loads(open_pack(tiny_pack).manifest.to_json())
    for lines in ([[1.0]], [[0.0, 1.0]] * 4, "none"):
        with pytest.raises(ValueError, match=r"lifted|calibration"):
            Manifest.from_json(json.dumps({**found, "lifted": lines}))


def test_a_lifted_word_has_the_line_of_its_evidence(tiny_pack: Path) -> None:
    pack = open_pack(tiny_pack)
    own = Pack(pack.folder, dataclasses.replace(pack.manifest, lifted=LINES))
    known = writer("We met Mr Szczepaniak yesterday.")
    answer = Completer(Model(own, "cpu"), evidence=known).complete(Request(0, "We met Mr Szc"))
    lines = Calibration((), LINES)
    assert answer.right_p == pytest.approx(lines.right(answer.words[0].p, 3, order=3))
    assert lines.right(0.5, 0, 1) > lines.right(0.5, 0, 2) > lines.right(0.5, 0, 3)
    assert lines.right(0.5, 0) == 0.5
    assert len(LIFTED) == 3
