"""A pack that is open and running: tokenizer, session and context, on CUDA or on CPU."""

from collections.abc import Callable

import numpy as np
import psutil

from autotype.engine.context import ContextWindow
from autotype.engine.external_data import external_locations
from autotype.engine.kv_cache import KVCache
from autotype.engine.language import Language
from autotype.engine.manifest import TOKENIZER
from autotype.engine.mapped import release_mapped
from autotype.engine.pack import Pack, PackError, check_pack
from autotype.engine.providers import (
    CPU,
    Choice,
    choices,
    prepare_runtime,
    thread_count,
)
from autotype.engine.session import EngineError, Session
from autotype.engine.tokenizer import Tokenizer
from autotype.translation import number, tr

_CAPACITY = 512
# While it is opened a graph is in memory twice: as it is stored, and as kernels want it.
_MEMORY_PER_BYTE = 2.2
_BYTES_PER_CELL = 4


class MemoryShortError(PackError):
    """There is too little memory just now; nothing is wrong with the pack."""


class Model:
    """The parts that belong to one pack. One thread uses it.

    Attributes:
        pack: The pack it runs.
        tokenizer: The pack's tokenizer.
        language: Tells the pack's language from others.
        cache: The context that has been read.
        context: Where the window into the document starts.
        choice: Provider and graph in use.
        fallback: Why it does not run on the provider that was preferred; may be empty.
        notice: The same if the user should be told: not when "auto" found no CUDA.
    """

    def __init__(self, pack: Pack, provider: str = "auto") -> None:
        """Check the pack's files and open it.

        Args:
            pack: The pack.
            provider: "auto", "cpu" or "cuda".

        Raises:
            PackError: A file is damaged, or none fits this machine.
            EngineError: The model cannot be opened on any provider.
        """
        prepare_runtime(provider)
        self.pack = pack
        self.fallback = self.notice = ""
        manifest = pack.manifest
        self._capacity = min(_CAPACITY, manifest.context_length)
        self._choices = choices(pack, provider)
        self._checked: set[str] = set()
        check_pack(pack, {TOKENIZER})
        self.tokenizer = Tokenizer(
            pack.tokenizer_file, manifest.architecture.vocabulary, manifest.end_tokens
        )
        self.language = Language(self.tokenizer.vocabulary)
        self._open_first()
        if provider == "cuda":
            self.notice = self.fallback

    def _open_first(self) -> None:
        """Open the first choice that answers; those before it are dropped."""
        while True:
            self.choice = self._choices[0]
            try:
                self._open(self.choice)
                return
            except EngineError as error:
                if len(self._choices) == 1:
                    raise
                self.fallback = tr("{error} Autotype runs on the CPU instead.", error=error)
                self._choices = self._choices[1:]

    def _open(self, choice: Choice) -> None:
        if choice.graph.name not in self._checked:
            check_pack(self.pack, {choice.graph.name, *self._external(choice)})
            self._checked.add(choice.graph.name)
        self._check_memory(choice)
        manifest = self.pack.manifest
        session = Session(choice, manifest.architecture, self._capacity, thread_count())
        self.cache = KVCache(session, self.language.step)
        self.context = ContextWindow(
            self.tokenizer, manifest.start_token, self.cache.limit, manifest.start_text
        )
        # Two passes: the answer must come from this provider, and trees must work on it.
        first = manifest.end_tokens[0] if manifest.end_tokens else 0
        with np.errstate(invalid="ignore"):
            rows = self.cache.evaluate((first,), [(), (1,), (2,), (1, 2)])
        if not all(np.isfinite(row).all() for row in rows):
            raise EngineError(
                tr(
                    "The model of “{name}” answers with values that are no numbers.",
                    name=manifest.name,
                )
            )
        release_mapped(choice.graph.parent / name for name in self._external(choice))
        self._read_beginning()

    def _read_beginning(self) -> None:
        """Read what stands before every document now, not when the first key waits."""
        beginning = self.context.place("").tokens
        if beginning:
            self.cache.evaluate(beginning, [()])

    def forget(self) -> None:
        """Forget all that was read, as after a start."""
        self.cache.forget()
        self._read_beginning()

    def _check_memory(self, choice: Choice) -> None:
        """Raise `MemoryShortError` for a model that would push everything else out of memory."""
        names = {choice.graph.name, *self._external(choice)}
        size = sum(self.pack.manifest.files[name].size for name in names)
        shape = self.pack.manifest.architecture
        cells = 2 * shape.layers * shape.kv_heads * shape.head_size * self._capacity
        needed = int(size * _MEMORY_PER_BYTE) + cells * _BYTES_PER_CELL
        free = psutil.virtual_memory().available
        if needed > free:
            raise MemoryShortError(
                tr(
                    "The model pack “{name}” needs about {needed} MB of memory and {free} MB are "
                    "free; close other programs, or choose a smaller pack.",
                    name=self.pack.manifest.name,
                    needed=number(needed / 1000000.0),
                    free=number(free / 1000000.0),
                )
            )

    def _external(self, choice: Choice) -> set[str]:
        """Return the data files that a graph points at, by name."""
        try:
            return external_locations(choice.graph)
        except (OSError, ValueError):
            return set()  # the check of the graph itself says what is wrong with it

    def recover(self, error: EngineError) -> bool:
        """Open the next provider after a failed pass; False when there is none left."""
        if self.choice.provider == CPU or len(self._choices) < 2:
            return False
        self._choices = self._choices[1:]
        self.fallback = tr(
            "{error} Autotype runs on the CPU until it is started again.", error=error
        )
        self.notice = self.fallback
        self._open_first()
        return True

    def empty_start(self) -> tuple[int, ...]:
        """Return what stands for "no text yet" where the pack wants no start token."""
        end_tokens = self.pack.manifest.end_tokens
        if not end_tokens:
            raise PackError(
                tr(
                    "The model pack “{name}” names no token to start a text with; remove it and "
                    "make it again.",
                    name=self.pack.manifest.name,
                )
            )
        return end_tokens[:1]

    def terminate(self) -> None:
        """Make the pass that is running fail soon. Any thread."""
        self.cache.session.terminate()


ModelOpener = Callable[[], Model]
