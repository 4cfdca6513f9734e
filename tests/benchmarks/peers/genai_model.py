"""A model folder for onnxruntime-genai, made of the same weights by its own builder."""

import json
import shutil
import sys
from pathlib import Path

from tests.benchmarks.peers.environments import FOLDER, checked

BITS = "int8"
_BUILD_S = 900
_DONE = "genai_config.json"


def build(weights: Path, pack: Path) -> Path:
    """Return the folder; the builder runs once and gets a checkpoint of its usual kind.

    8-bit weights, as in the pack, in blocks of 32, with 8-bit activations.
    """
    folder = FOLDER / f"genai-{BITS}"
    if (folder / _DONE).is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    checkpoint, cache = FOLDER / "genai-checkpoint", FOLDER / "genai-cache"
    _write_checkpoint(weights, pack, checkpoint)
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder"]
    command += ["--input", str(checkpoint), "--output", str(folder), "--cache_dir", str(cache)]
    command += ["--precision", BITS, "--execution_provider", "cpu"]
    checked([*command, "--extra_options", "accuracy_level=4", "block_size=32"], _BUILD_S)
    for made in (checkpoint, cache):
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _write_checkpoint(weights: Path, pack: Path, folder: Path) -> None:
    from autotype.builder.gguf_file import read_gguf
    from autotype.builder.training.teacher_model import open_model
    from autotype.engine.pack import open_pack

    model = open_model(weights, read_gguf(weights))
    ends = open_pack(pack).manifest.end_tokens
    model.config.bos_token_id = model.config.eos_token_id = model.config.pad_token_id = ends[0]
    model.generation_config.bos_token_id = model.generation_config.eos_token_id = ends[0]
    model.save_pretrained(folder)
    shutil.copyfile(pack / "tokenizer.json", folder / "tokenizer.json")
    settings = {"tokenizer_class": "PreTrainedTokenizerFast"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
