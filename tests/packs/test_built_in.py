"""The built-in pack: there at once, offline, small, and what its checkpoint says."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.export import build_pack, label_of
from autotype.builder.reference import compare_with
from autotype.builder.unpack import unpack
from autotype.engine.pack import Pack, check_pack
from autotype.engine.session import Floats
from autotype.packs.installed import default_pack, installed, shipped_folder
from autotype.packs.opening import open_completer
from autotype.text.request import Request

pytestmark = pytest.mark.built_in
_LINEARS = ("attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj")


@pytest.fixture
def pack(home: Path) -> Pack:
    return default_pack()


def test_it_is_what_an_empty_home_has(pack: Pack) -> None:
    assert pack.folder == shipped_folder()
    assert [each.folder for each in installed()] == [pack.folder]
    assert pack.manifest.family == "gpt2"
    assert pack.manifest.licence == "Apache-2.0"
    check_pack(pack)


def test_it_is_small(pack: Pack) -> None:
    assert sum(file.stat().st_size for file in pack.folder.iterdir()) < 25e6


def test_its_card_says_what_it_is(pack: Pack) -> None:
    card = (pack.folder / "README.md").read_text(encoding="utf-8")
    for part in ("## Data", "## Training", "## Quality", "## Limits"):
        assert part in card
    assert pack.manifest.name in card


def test_its_gate_was_measured(pack: Pack) -> None:
    assert len(pack.manifest.calibration) == 5
    at_default = next(p for p in pack.manifest.gate if p.threshold == 0.5)
    assert at_default.precision > 0.6


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("Thank you very", " much"),
        ("I'm looking forward to hearing from", " you"),
        ("Please let me kn", "ow"),
        ("Have a nice", " day"),
        ("See you tom", "orrow"),
        ("How are", " you"),
    ],
)
def test_it_knows_what_people_write(home: Path, before: str, word: str) -> None:
    words = open_completer().complete(Request(0, before)).words
    assert word in [each.text for each in words]


_OFFLINE = """
import sys
def no_network(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise SystemExit(f"the network was used: {event}")
sys.addaudithook(no_network)
from autotype.packs.opening import open_completer
from autotype.text.request import Request
print(open_completer().complete(Request(0, "Thank you very")).words[0].text)
"""


def test_it_suggests_without_a_network(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE], capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "much", done.stderr


def gpt2(checkpoint: Checkpoint) -> GPT2LMHeadModel:
    """Return the same weights as transformers has them."""
    shape = checkpoint.config
    config = GPT2Config(
        vocab_size=shape.vocabulary,
        n_positions=shape.positions,
        n_embd=shape.hidden,
        n_layer=shape.layers,
        n_head=shape.heads,
        layer_norm_epsilon=shape.epsilon,
    )
    state = {}
    for name, value in checkpoint.weights.items():
        if name == "head":
            continue
        linear = name.removesuffix(".weight").endswith(_LINEARS) and name.endswith(".weight")
        key = f"{name}.weight" if name in ("wte", "wpe") else name
        # GPT-2 stores these as [in, out].
        state[f"transformer.{key}"] = torch.from_numpy(
            np.ascontiguousarray(value.T if linear else value)
        )
    model = GPT2LMHeadModel(config)
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert missing == ["lm_head.weight"]  # tied to the embedding
    assert not unexpected
    return model.eval()


def test_it_agrees_with_transformers(pack: Pack, tmp_path: Path) -> None:
    checkpoint = unpack(pack)
    model = gpt2(checkpoint)

    def logits(tokens: list[int]) -> Floats:
        with torch.inference_mode():
            rows: Floats = model(torch.tensor([list(tokens)])).logits[0].numpy()
        return rows

    wide = build_pack(checkpoint, tmp_path / "wide", label_of(pack, "wide"), ("fp32",))
    assert compare_with(wide, "fp32", logits).close
    assert compare_with(pack, "q8", logits).close
