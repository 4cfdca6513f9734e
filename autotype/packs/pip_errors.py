"""What pip printed, in one sentence for the user. What it said word by word goes to the log.

The patterns were collected by letting it fail: see `tests/packs/test_pip_errors.py`.
"""

import logging
import re

from autotype.translation import mark, tr

_log = logging.getLogger(__name__)
_LAST_LINES = 12

# The first that fits counts: what is particular comes before what is general. `{name}` is what
# people call the pack and `{wanted}` what pip was asked for, where that helps whoever can do
# something about it. Writers read these: what they do not have to act upon is in the log.
_SENTENCES = (
    (
        r"No module named pip",
        mark("pip, which fetches model packs, is missing; install it and try again."),
    ),
    (
        r"\[Errno (28|122)\]|No space left on device|Disk quota exceeded",
        mark("There is not enough room on the disk to download {name}; make some and try again."),
    ),
    (
        r"\[Errno (13|30)\]|Permission denied|Read-only file system",
        mark(
            "{name} cannot be downloaded: its files cannot be written. Look at who may write in "
            "the folder of Autotype's data."
        ),
    ),
    (
        r"DO NOT MATCH THE HASHES",
        mark(
            "The download of {name} is not what was expected ({wanted} differs), and nothing was "
            "installed. Try again, and if it happens again do not use that source."
        ),
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|confirming the ssl certificate|CA certificate bundle",
        mark(
            "{name} cannot be downloaded: the certificate of the server is not trusted here. Look "
            "at the clock of this computer, or give the certificate of your network (PIP_CERT)."
        ),
    ),
    (
        r"\b407\b|Tunnel connection failed|ProxyError|connect to proxy|SOCKS|ProxySchemeUnknown",
        mark(
            "{name} cannot be downloaded: the proxy of the network lets nothing through. Look at "
            "its address and password (HTTPS_PROXY)."
        ),
    ),
    (
        r"not a trusted or secure host",
        mark(
            "{name} cannot be downloaded: the server that is set here has no encryption (http). "
            "Use one with https (PIP_INDEX_URL)."
        ),
    ),
    (
        r"incomplete-download|Connection interrupted|IncompleteRead|ConnectionResetError",
        mark("The download of {name} broke off; nothing was installed. Try it again."),
    ),
    (
        r"[Tt]imed out|ConnectTimeout|ReadTimeout",
        mark(
            "{name} cannot be downloaded: the server of Python packages does not answer. Check the "
            "connection and try again."
        ),
    ),
    (
        r"NewConnectionError|NameResolutionError|Failed to establish|Name or service not known"
        r"|Network is unreachable|Connection refused|getaddrinfo failed|ConnectionError",
        mark(
            "{name} cannot be downloaded: the server of Python packages cannot be reached. Check "
            "the connection and try again."
        ),
    ),
    (
        r"HTTP error \d+|\d+ (Client|Server) Error|too many \d+ error responses",
        mark(
            "{name} cannot be downloaded: the server of Python packages refuses to send it. Try "
            "again later."
        ),
    ),
    (
        r"\(from versions: none\)",
        mark(
            "{name} cannot be downloaded: the server of Python packages does not have it "
            "({wanted}). Check the connection, or use another server (PIP_INDEX_URL)."
        ),
    ),
    (
        r"\(from versions: |No matching distribution",
        mark(
            "{name} cannot be downloaded: the server of Python packages has other versions of it, "
            "but not {wanted}. Get a newer Autotype, or use another server (PIP_INDEX_URL)."
        ),
    ),
)
_OTHERWISE = mark(
    "{name} cannot be downloaded, for a reason that is in the log. Check the connection and try "
    "again."
)


def explain(name: str, wanted: str, said: str) -> str:
    """Return one sentence about a download that failed.

    Args:
        name: The pack, as people call it.
        wanted: What pip was asked for, such as "a-model==1.0".
        said: All that it printed.
    """
    lines = [line for line in said.splitlines() if line.strip()]
    _log.warning("pip did not download %s:\n%s", wanted, "\n".join(lines[-_LAST_LINES:]))
    found = (sentence for pattern, sentence in _SENTENCES if re.search(pattern, said))
    return tr(next(found, _OTHERWISE), name=name, wanted=wanted)
