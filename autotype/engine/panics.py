"""Libraries in Rust panic where they find what they never expected."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Turn a panic into a `ValueError`; it would end the thread, being no `Exception`."""
    try:
        yield
    except BaseException as error:
        # Each library has a class of its own for it, which it does not hand out.
        if type(error).__name__ == "PanicException":
            raise ValueError(f"its library failed: {error}") from error
        raise
