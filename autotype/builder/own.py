"""`python -m autotype.builder.own FOLDER`: the training of a tuning on somebody's own text.

The model's own everyday text is written first, and half of what is read is that. Whoever starts
this steers it (`training/steering`): it can be paused, ended and killed, and goes on where it was.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.own_job import EVERYDAY, OWN, TEXT, WATCHED, WORK, OwnJob, read_job
from autotype.builder.reading import read_base
from autotype.builder.training.adapter_config import AdapterConfig, BaseConfig, WatchConfig
from autotype.builder.training.config import TextConfig, TuningConfig
from autotype.builder.training.corpus import SEPARATOR, documents
from autotype.builder.training.everyday import everyday
from autotype.builder.training.precision import dtype_of
from autotype.builder.training.steering import EndedEarly, Steering
from autotype.builder.training.teacher_model import in_type, open_model
from autotype.builder.tune import ADAPTER, tune_quietly
from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file

_HELD_OUT = 0.03
_LOOKS = 10
_LEAST_TOKENS = 4096
"""Between two looks at the text that is held out."""
_WINDOWS = 24
_PATIENCE = 3
_MINUTES = 1.0
_CHARACTERS = 1 << 22


def train(folder: Path, steering: Steering) -> Path:
    """Make the adapter of a job, or go on with it; return its file.

    Args:
        folder: That holds the job and its texts.
        steering: Says how far it is, and hears whether to end.

    Raises:
        EndedEarly: It was ended, and can go on later.
        BuildError: Text or model cannot be used.
    """
    job = read_job(folder)
    _write_everyday(job, steering)
    steering.require_going()
    shutil.copyfile(job.everyday, folder / TEXT / f"{EVERYDAY}.txt")
    config = _config(job, folder)

    def report(progress: object, _: float) -> None:
        done = getattr(progress, "tokens", 0)
        steering.report("training", min(1.0, done / config.tuning.tokens))

    steering.report("reading", 0.0)
    tune_quietly(config, folder / WORK, report, ended=steering.ended)
    return folder / WORK / ADAPTER


def _config(job: OwnJob, folder: Path) -> AdapterConfig:
    """Return how to train: one pass over the own text, and as much of the other."""
    text = TextConfig(str(folder / TEXT), _HELD_OUT, 0.0, {OWN: 1.0}, WATCHED)
    tokenizer = Tokenizer.from_str(read_base(Path(job.base)).tokenizer)
    counts = dict.fromkeys((OWN, WATCHED, EVERYDAY), 0)
    for document in documents(folder / TEXT, text):
        encoded = tokenizer.encode(document.text, add_special_tokens=False)
        counts[document.source] += (len(encoded.ids) + 1) * (not document.held_out)
    if not counts[OWN] or not counts[EVERYDAY]:
        raise BuildError("There is too little text to be tuned on; give more.")
    weights = {OWN: 1.0, EVERYDAY: counts[OWN] / counts[EVERYDAY]}
    # Windows begin at sentences and do not overlap, which leaves some of the text out.
    tokens = max(job.batch_tokens, int(1.9 * counts[OWN]))
    return AdapterConfig(
        OWN,
        TextConfig(text.folder, _HELD_OUT, 0.0, weights, WATCHED),
        BaseConfig(job.base, job.window),
        TuningConfig(0.0, tokens, job.rank, job.rate, job.batch_tokens),
        WatchConfig(
            max(_LEAST_TOKENS, tokens // _LOOKS),
            _WINDOWS,
            _PATIENCE,
            _MINUTES,
            job.seed,
            _precision(folder),
        ),
    )


def _precision(folder: Path) -> str:
    """Return the precision that was found to be the faster one when this began.

    Asked again beside other programs the answer might be another, and the training not the same.
    """
    file = folder / "precision"
    if not file.is_file():
        replace_file(file, str(dtype_of("auto")).removeprefix("torch.").encode())
    return file.read_text(encoding="utf-8")


def _write_everyday(job: OwnJob, steering: Steering) -> None:
    """Let the model write, unless it has; every batch is kept at once."""
    target = Path(job.everyday)
    if target.is_file():
        return
    lines = [line for file in job.beginnings for line in _lines(Path(file))]
    part = target.with_suffix(".part")
    batches = [*_batches(part)]
    path = Path(job.base)
    checkpoint = read_base(path)
    model = in_type(open_model(path, checkpoint), dtype_of("auto"))

    def report(share: float) -> None:
        steering.require_going()
        steering.report("writing", share)

    tokens, start = job.everyday_tokens, job.start_text
    for batch in everyday(model, checkpoint, lines, start, tokens, report, len(batches)):
        batches.append(batch)
        content = "".join(f"{json.dumps(each)}\n" for each in batches)
        replace_file(part, content.encode(), private=True)
    texts = [text for batch in batches for text in batch]
    if not texts:
        raise BuildError("The model has written nothing that can be used; tune another pack.")
    replace_file(target, f"\n{SEPARATOR}\n".join(texts).encode(), private=True)
    part.unlink(missing_ok=True)


def _batches(part: Path) -> Iterator[list[str]]:
    if part.is_file():
        for line in part.read_text(encoding="utf-8").splitlines():
            yield [str(text) for text in json.loads(line)]


def _lines(file: Path) -> Sequence[str]:
    try:
        with file.open(encoding="utf-8") as stream:
            return stream.read(_CHARACTERS).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"“{file}” cannot be read ({error}); install Autotype again.") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the job of a folder; return the exit code."""
    (folder,) = sys.argv[1:] if arguments is None else arguments
    steering = Steering.of_this_process()
    try:
        steering.say(done=str(train(Path(folder), steering)))
    except EndedEarly:
        steering.say(ended=True)
        return 1
    except AutotypeError as error:
        steering.say(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
