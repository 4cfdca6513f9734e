"""Whether the process may have as much address space as its libraries take."""

import sys

from autotype.errors import AutotypeError

# With less, numpy, the runtime or Qt end the process in words of their own, or in none. Tried
# out under Linux on two cores; more cores take more.
_WITH_A_WINDOW_MB, _WITHOUT_MB = 450, 320


class AddressSpaceError(AutotypeError):
    """The process may not have the memory that it needs."""


def require_address_space(*, window: bool) -> None:
    """Make sure that the limit of this process is not below what a start takes.

    Args:
        window: Whether there will be a window.

    Raises:
        AddressSpaceError: It is.
    """
    if sys.platform == "win32":
        return
    import resource  # which only Unix has

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    needed = (_WITH_A_WINDOW_MB if window else _WITHOUT_MB) * 1_000_000
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        raise AddressSpaceError(
            f"Programs may have {allowed / 1e6:.0f} MB of memory here, and Autotype needs "
            f"{needed / 1e6:.0f} MB and more; set a higher limit (ulimit -v) and start again."
        )
