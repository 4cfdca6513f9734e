"""What an adapter is made of (`resources/adapters/*.toml`), read and checked."""

from dataclasses import dataclass
from pathlib import Path

from autotype.builder.errors import BuildError
from autotype.builder.training.config import TextConfig, TuningConfig, read_described

_LEAST_WINDOW = 32


@dataclass(frozen=True, slots=True)
class BaseConfig:
    """What is tuned.

    Attributes:
        checkpoint: A GGUF file or a checkpoint folder of a Llama or a GPT-2.
        window: Tokens that it reads at once.
    """

    checkpoint: str = ""
    window: int = 256


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """How it is watched.

    Attributes:
        every_tokens: Tokens between two looks at text that is never trained on.
        windows: Windows of each source that are looked at.
        patience: Looks without a better result after which the tuning ends.
        checkpoint_minutes: Time between checkpoints.
        seed: Of the adapter and of the order of the text.
        precision: "float32", "bfloat16", or "auto": bfloat16 where the processor has it.
    """

    every_tokens: int = 50_000
    windows: int = 8
    patience: int = 4
    checkpoint_minutes: float = 2.0
    seed: int = 1
    precision: str = "auto"


@dataclass(frozen=True, slots=True)
class AdapterConfig:
    """An adapter, as one TOML file describes it."""

    name: str
    text: TextConfig
    base: BaseConfig
    tuning: TuningConfig
    watch: WatchConfig = WatchConfig()


def read_adapter_config(path: Path) -> AdapterConfig:
    """Return the adapter that a TOML file describes.

    Raises:
        BuildError: It cannot be read, lacks something, or asks for what cannot be.
    """
    config = read_described(AdapterConfig, path)
    tuning, watch, wrong = config.tuning, config.watch, ""
    if config.base.window < _LEAST_WINDOW or tuning.batch_tokens < config.base.window:
        wrong = f"“window” must be at least {_LEAST_WINDOW}, and “batch_tokens” not less than it"
    elif not (tuning.tokens > 0 or tuning.seconds > 0) or tuning.rank < 1 or tuning.rate <= 0:
        wrong = "“tokens” or “seconds” must say how long, and “rank” and “rate” be more than 0"
    elif min(watch.every_tokens, watch.windows, watch.patience) < 1:
        wrong = "“every_tokens”, “windows” and “patience” must be at least 1"
    elif not 0 < config.text.held_out < 0.5 or not 0 <= config.text.lower_case <= 1:
        wrong = "“held_out” must be between 0 and 0.5, “lower_case” from 0 to 1"
    elif min(config.text.weights.values(), default=0.0) < 0:
        wrong = "no weight of a text may be negative"
    elif watch.precision not in ("auto", "float32", "bfloat16"):
        wrong = "“precision” must be auto, float32 or bfloat16"
    if wrong:
        raise BuildError(f"The adapter's file “{path.name}” cannot be used: {wrong}.")
    return config
