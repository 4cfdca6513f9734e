"""Choosing a provider, and surviving one that fails.

Tests run on machines without a CUDA device, so sessions that pretend to be on one are
forced; the rest is real.
"""

from pathlib import Path

import onnxruntime as ort
import pytest

from autotype.engine import card, providers
from autotype.engine import session as session_module
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import Pack, PackError, open_pack
from autotype.engine.providers import CPU, CUDA, Choice, choices, runtime_session
from autotype.engine.session import EngineError, Session
from autotype.text.request import Request
from tests.make_tiny_pack import make_tiny_pack


@pytest.fixture(scope="module")
def half_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return open_pack(
        make_tiny_pack(tmp_path_factory.mktemp("half") / "tiny", "gpt2", ("q8", "fp16", "fp32"))
    )


def kinds(found: list[Choice]) -> list[tuple[str, str]]:
    return [(choice.provider, choice.precision) for choice in found]


def test_what_is_tried_and_in_which_order(half_pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "listed", lambda: (CPU, CUDA))
    monkeypatch.setattr(card, "present", lambda: True)
    assert kinds(choices(half_pack)) == [(CUDA, "fp16"), (CPU, "q8")]
    assert kinds(choices(half_pack, "cpu")) == [(CPU, "q8")]
    monkeypatch.setattr(card, "present", lambda: False)
    assert kinds(choices(half_pack)) == [(CPU, "q8")]
    assert kinds(choices(half_pack, "cuda"))[0][0] == CUDA
    monkeypatch.setattr(providers, "listed", lambda: (CPU,))
    assert kinds(choices(half_pack, "cuda")) == [(CPU, "q8")]


def test_the_half_precision_file_never_runs_on_the_cpu(half_pack: Pack, tmp_path: Path) -> None:
    only = make_tiny_pack(tmp_path / "only", "gpt2", ("fp16",))
    with pytest.raises(PackError, match="--precision q8"):
        choices(open_pack(only), "cpu")


def test_a_session_on_another_provider_than_asked_is_refused(half_pack: Pack) -> None:
    if "CUDAExecutionProvider" in ort.get_available_providers():
        graph = half_pack.graph_file("fp16")
        assert graph is not None
        with pytest.raises(RuntimeError, match="not usable"):
            runtime_session(Choice(CUDA, "fp16", graph), 1)
    graph = half_pack.graph_file("q8")
    assert graph is not None
    assert runtime_session(Choice(CPU, "q8", graph), 1).get_providers()[0].startswith("CPU")


def test_without_a_device_the_cpu_is_used_and_said_only_where_asked(half_pack: Pack) -> None:
    quiet = Model(half_pack, "auto")
    assert (quiet.choice.provider, quiet.choice.precision) == (CPU, "q8")
    assert quiet.notice == ""
    told = Model(half_pack, "cuda")
    assert told.choice.provider == CPU
    if CUDA in providers.listed():
        assert "CUDA" in told.notice
        assert "CPU instead" in told.notice


def test_a_failure_while_running_goes_on_on_the_cpu_and_answers_the_request(
    half_pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fp32 graph stands in for one on CUDA: opened as such, it fails after some passes."""
    monkeypatch.setattr(providers, "listed", lambda: (CPU, CUDA))
    monkeypatch.setattr(card, "present", lambda: True)
    graph = half_pack.graph_file("fp32")
    assert graph is not None
    real = runtime_session

    def pretend(choice: Choice, threads: int) -> ort.InferenceSession:
        return real(Choice(CPU, "fp32", graph) if choice.provider == CUDA else choice, threads)

    class Falling(Session):
        left = 6

        def __init__(self, choice: Choice, *rest: object, **more: object) -> None:
            if choice.provider == CUDA:
                choice = Choice(CPU, "fp32", graph)
                super().__init__(choice, *rest, **more)  # type: ignore[arg-type]
                self.choice = Choice(CUDA, "fp16", graph)
            else:
                super().__init__(choice, *rest, **more)  # type: ignore[arg-type]

        def run(self, *arguments: object, **more: object) -> object:  # type: ignore[override]
            if self.choice.provider == CUDA:
                type(self).left -= 1
                if type(self).left < 0:
                    raise EngineError("The model failed on CUDA (device lost).")
            return super().run(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("autotype.engine.model.Session", Falling)
    monkeypatch.setattr(session_module, "runtime_session", pretend)
    model = Model(half_pack, "auto")
    assert model.choice.provider == CUDA
    completer = Completer(model)
    texts = ["Thank you very", "I'm looking forward to hea", "Please let me kn"]
    answers = [completer.complete(Request(0, text)).words[0].text for text in texts]
    assert answers == [" much", "ring", "ow"]
    assert model.choice.provider == CPU
    assert "device lost" in model.notice


def test_when_nothing_is_left_the_failure_is_raised(
    half_pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Model(half_pack, "cpu")

    def fail(*_: object, **__: object) -> None:
        raise EngineError("The model failed on CPU (x).")

    monkeypatch.setattr(model.cache.session, "run", fail)
    with pytest.raises(EngineError, match="failed on CPU"):
        Completer(model).complete(Request(0, "Thank you very"))


def test_terminating_makes_a_pass_fail(half_pack: Pack) -> None:
    import threading

    model = Model(half_pack, "cpu")
    session = model.cache.session
    stop = threading.Event()

    def terminate() -> None:
        while not stop.wait(0.0005):
            session.terminate()

    thread = threading.Thread(target=terminate)
    thread.start()
    try:
        with pytest.raises(EngineError):
            for _ in range(20_000):
                session.run([11] * 64, 0, range(64))
    finally:
        stop.set()
        thread.join()
    assert session.run([11], 0, [0]).shape == (1, session.vocabulary)
