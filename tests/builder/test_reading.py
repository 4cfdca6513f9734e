"""Checkpoints of all accepted kinds, and what is refused by name."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from transformers import GPT2Config, GPT2LMHeadModel

from autotype.builder.checkpoint import Weights
from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.reading import read_checkpoint
from autotype.builder.verify import open_for_check
from tests.builder.conftest import reference, save
from tests.make_tiny_pack import tiny_checkpoint

TOKENS = [int(t) for t in np.random.default_rng(0).integers(0, 480, 40)]


@pytest.fixture
def model() -> GPT2LMHeadModel:
    torch.manual_seed(3)
    shape = GPT2Config(n_layer=2, n_embd=64, n_head=2, n_positions=128, vocab_size=512)
    return GPT2LMHeadModel(shape).eval()


@pytest.fixture
def folder(model: GPT2LMHeadModel, tmp_path: Path) -> Path:
    return save(model, tmp_path / "checkpoint")


def agrees(folder: Path, model: torch.nn.Module, close: float = 2e-4) -> bool:
    """Whether the graph of a checkpoint answers as transformers does."""
    label = Label("x", "x", "unknown", {})
    pack = build_pack(read_checkpoint(folder), folder.parent / "pack", label, ("fp32",))
    ours = open_for_check(pack, "fp32")[0].run(TOKENS, 0, range(len(TOKENS)))
    theirs = reference(model)(TOKENS)
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max()) < close


def edit(folder: Path, change: Callable[[dict[str, np.ndarray]], None]) -> None:
    tensors = load_file(folder / "model.safetensors")
    change(tensors)
    save_file(tensors, folder / "model.safetensors")


def configure(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_as_transformers_saves_it(folder: Path, model: GPT2LMHeadModel) -> None:
    assert agrees(folder, model)


def test_without_the_prefix(folder: Path, model: GPT2LMHeadModel) -> None:
    def strip(tensors: dict[str, np.ndarray]) -> None:
        for name in list(tensors):
            tensors[name.removeprefix("transformer.")] = tensors.pop(name)

    edit(folder, strip)
    assert agrees(folder, model)


def test_an_untied_head(folder: Path, model: GPT2LMHeadModel) -> None:
    head = np.random.default_rng(1).normal(0, 0.02, (512, 64)).astype(np.float32)
    edit(folder, lambda tensors: tensors.update({"lm_head.weight": head}))
    assert not agrees(folder, model)
    model.lm_head.weight = torch.nn.Parameter(torch.from_numpy(head))
    assert agrees(folder, model)


def test_stored_masks_are_ignored(folder: Path, model: GPT2LMHeadModel) -> None:
    mask = np.ones((1, 1, 128, 128), np.float32)
    edit(folder, lambda tensors: tensors.update({"transformer.h.0.attn.bias": mask}))
    assert agrees(folder, model)


def test_bfloat16(folder: Path, model: GPT2LMHeadModel, tmp_path: Path) -> None:
    half = save(model.to(torch.bfloat16), tmp_path / "half")
    assert agrees(half, model.to(torch.float32), 1e-3)


def test_several_files(model: GPT2LMHeadModel, tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    model.save_pretrained(folder, max_shard_size="100KB")
    (folder / "tokenizer.json").write_text(tiny_checkpoint().tokenizer)
    assert len(list(folder.glob("*.safetensors"))) > 1
    assert agrees(folder, model)


def test_files_that_are_no_part_of_the_checkpoint(folder: Path, model: GPT2LMHeadModel) -> None:
    save_file({"lora.weight": np.ones(3, "f4")}, folder / "adapter_model.safetensors")
    assert agrees(folder, model)


def test_a_token_for_padding_beyond_the_model(folder: Path) -> None:
    path = folder / "tokenizer.json"
    data = json.loads(path.read_text())
    data["added_tokens"].append(data["added_tokens"][0] | {"id": 512, "content": "[PAD]"})
    path.write_text(json.dumps(data))
    assert read_checkpoint(folder).config.vocabulary == 512


def test_a_vocabulary_with_merges(folder: Path) -> None:
    whole = json.loads((folder / "tokenizer.json").read_text())["model"]
    (folder / "vocab.json").write_text(json.dumps(whole["vocab"]))
    pairs = (merge if isinstance(merge, str) else " ".join(merge) for merge in whole["merges"])
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(pairs) + "\n")
    expected = read_checkpoint(folder)
    (folder / "tokenizer.json").unlink()
    found = read_checkpoint(folder)
    assert found.config == expected.config
    assert json.loads(found.tokenizer)["model"] == json.loads(expected.tokenizer)["model"]


def test_only_what_is_taken_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    one = Weights.__getitem__
    monkeypatch.setattr(Weights, "__getitem__", lambda self, n: read.append(n) or one(self, n))
    read_checkpoint(folder)
    assert len(read) == len(set(read)) > 20


def vocabulary(content: str, merges: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "tokenizer.json").unlink()
        (folder / "vocab.json").write_text(content)
        (folder / "merges.txt").write_text(merges)

    return change


def unknown_merges(folder: Path) -> None:
    path = folder / "tokenizer.json"
    data = json.loads(path.read_text())
    data["model"] |= {"vocab": {"a": 0, "b": 1}, "merges": [["a", "b"]]}
    path.write_text(json.dumps(data))


def tokenize(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "tokenizer.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return change


def split(kind: str, **more: object) -> Callable[[Path], None]:
    return tokenize(pre_tokenizer={"type": kind, **more})


def word_level(folder: Path) -> None:
    model = {"type": "WordLevel", "vocab": {"a": 0, "?": 1}, "unk_token": "?"}
    tokenize(model=model, added_tokens=[])(folder)


def with_index(content: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
        (folder / "model.safetensors.index.json").write_text(content)

    return change


def lose_a_shard(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    save_file(tensors, folder / "model-00001-of-00002.safetensors")
    (folder / "model.safetensors").unlink()
    edit_one = {name: tensors[name] for name in tensors if ".h.1." not in name}
    save_file(edit_one, folder / "model-00001-of-00002.safetensors")


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def only_a_pickle(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def truncated(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def changed(name: str, make: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        edit(folder, lambda tensors: tensors.update({name: make(tensors[name])}))

    return change


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: edit(folder, lambda tensors: tensors.__delitem__(name))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (only_a_pickle, "pickle"),
        (remove("config.json"), "no config.json"),
        (remove("tokenizer.json"), "no tokenizer.json"),
        (remove("model.safetensors"), "no model.safetensors"),
        (truncated, "damaged"),
        (lambda f: (f / "config.json").write_text("{"), "cannot be read"),
        (lambda f: configure(f, model_type="bert"), "family “bert”"),
        (lambda f: configure(f, activation_function="relu"), "“relu”"),
        (lambda f: configure(f, scale_attn_by_inverse_layer_idx=True), "not supported"),
        (lambda f: configure(f, n_layer=3), "no tensor “h.2"),
        (lambda f: configure(f, n_layer=1), "does not know"),
        (lambda f: configure(f, n_embd="wide"), "config.json"),
        (without("transformer.ln_f.bias"), "no tensor “ln_f.bias”"),
        (changed("transformer.wpe.weight", lambda w: w[:-1].copy()), "shape"),
        (changed("transformer.wte.weight", lambda w: w * np.nan), "not finite"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "tokenizer"),
        (lambda f: (f / "tokenizer.json").write_bytes(b"\xff\xfe"), "tokenizer"),
        (lambda f: (f / "config.json").write_text("[]"), "not a JSON object"),
        (lambda f: (f / "model.safetensors").write_bytes(b""), "damaged"),
        (lambda f: (f / "model.safetensors").write_bytes(b"\xff" * 64), "damaged"),
        (lambda f: edit(f, lambda t: t.update({"extra": np.ones(3, "f4")})), "does not know"),
        (unknown_merges, "merges “a b”"),
        (with_index('{"weight_map": {"a": "model-00002-of-00002.safetensors"}}'), "lacks “model-0"),
        (with_index('{"weight_map": {"a": "../model.safetensors"}}'), "lacks “../model"),
        (with_index('{"weight_map": []}'), "cannot be read"),
        (with_index("{"), "cannot be read"),
        (word_level, "of the kind WordLevel"),
        (split("Whitespace"), "not byte-level BPE"),
        (tokenize(pre_tokenizer=None), "not byte-level BPE"),
        (split("ByteLevel", add_prefix_space=True, trim_offsets=True), "a space before every text"),
        (lambda f: configure(f, vocab_size=300), "do not belong together"),
        (lose_a_shard, "no tensor “h.1"),
        (vocabulary('{"a": 0, "b": 1}', "#version: 0.2\na b\n"), "tokenizer"),
        (vocabulary('{"a": 0, "b": 1}', "#version: 0.2\nab\n"), "tokenizer"),
        (vocabulary('["a"]', "#version: 0.2\n"), "tokenizer"),
        (vocabulary("{", "#version: 0.2\n"), "tokenizer"),
        (lambda f: configure(f, n_head=0), "config.json"),
        (lambda f: configure(f, layer_norm_epsilon="small"), "config.json"),
    ],
)
def test_refused_in_one_sentence(folder: Path, damage: Callable[[Path], None], said: str) -> None:
    damage(folder)
    with pytest.raises(BuildError, match=said) as caught:
        read_checkpoint(folder)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"rope_scaling": {"rope_type": "linear", "factor": 2.0}},
        {"attention_bias": True},
        {"mlp_bias": True},
        {"hidden_act": "gelu"},
        {"quantization_config": {"bits": 4}},
    ],
)
def test_features_of_llama_that_are_refused(llama_folder: Path, changes: dict[str, object]) -> None:
    path = llama_folder / "config.json"
    before = path.read_text()
    try:
        configure(llama_folder, **changes)
        with pytest.raises(BuildError, match="not supported"):
            read_checkpoint(llama_folder)
    finally:
        path.write_text(before)


@pytest.mark.parametrize(
    "content", [b"", b"GGUF", b"not a model", b"GGUF\x03\0\0\0" + b"\xff" * 64]
)
def test_what_is_no_gguf_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(BuildError, match="GGUF"):
        read_checkpoint(path)


def test_a_path_that_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="neither"):
        read_checkpoint(tmp_path / "nothing")
