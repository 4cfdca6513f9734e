"""Gives back memory of files that the runtime has mapped and does not need any more.

The runtime maps the file of the weights, reads all of it, and packs what it reads for its kernels.
From then on the weights are in memory twice; the few rows that are read again, such as those of the
embeddings, come from the system's cache of the file.
"""

import ctypes
import sys
from collections.abc import Iterable
from pathlib import Path

import psutil

_MADV_DONTNEED = 4
"""Of Linux's `sys/mman.h`."""


def release_mapped(files: Iterable[Path]) -> int:
    """Let the system take back the pages of mapped files of which this process has changed none.

    Nothing is lost: a page that is read again comes from its file. Only Linux is asked to.

    Args:
        files: Which files.

    Returns:
        How many bytes are resident no longer.
    """
    if not sys.platform.startswith("linux"):
        return 0
    names = {str(file.resolve()) for file in files}
    released = 0
    try:
        advise = ctypes.CDLL(None).madvise
        for part in psutil.Process().memory_maps(grouped=False):
            if part.path not in names or part.anonymous or not part.rss:
                continue
            start, end = (int(place, 16) for place in part.addr.split("-"))
            size = ctypes.c_size_t(end - start)
            if advise(ctypes.c_void_p(start), size, _MADV_DONTNEED) == 0:
                released += part.rss
    except (OSError, AttributeError, psutil.Error):
        pass  # it is only kept, as everywhere else
    return released
