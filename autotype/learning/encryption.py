"""A file of what was learned behind a passphrase.

The first line is a JSON object that says how the rest was encrypted; the rest is the ciphertext of
AES-256 in GCM, with that line as associated data, so that neither can be changed. The key comes
from the passphrase by scrypt (RFC 7914).
"""

import base64
import json
import os
import unicodedata
from typing import TYPE_CHECKING

from autotype.errors import AutotypeError
from autotype.translation import tr

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
_NAME = "autotype_learned_encrypted"
_START = f'{{"{_NAME}": '.encode()
# 128 MB and about half a second for each try. A file of version 1 has these and no others, so that
# none asks for a terabyte.
_COST = {"n": 1 << 17, "r": 8, "p": 1}
_KEY, _SALT, _NONCE = 32, 16, 12
_LONGEST_HEADER = 400


class EncryptionError(AutotypeError):
    """What is encrypted cannot be written or read."""


class PassphraseNeededError(EncryptionError):
    """A passphrase is needed and none was given."""


def is_encrypted(data: bytes) -> bool:
    """Whether some bytes are what `encrypt` returns, or what a later version of it does."""
    return data.startswith(_START)


def encrypt(data: bytes, passphrase: str) -> bytes:
    """Return some bytes so that nobody reads them without the passphrase.

    Raises:
        EncryptionError: The library for it is not installed, or the passphrase is empty.
    """
    if not passphrase:
        raise PassphraseNeededError(tr("An empty passphrase protects nothing; choose another one."))
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    header = {
        _NAME: VERSION,
        "cipher": "AES-256-GCM",
        "key": "scrypt",
        **_COST,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
    }
    line = json.dumps(header).encode() + b"\n"
    try:
        return line + _cipher(passphrase, salt).encrypt(nonce, data, line)
    except MemoryError as error:
        raise _too_little_memory() from error


def decrypt(data: bytes, passphrase: str) -> bytes:
    """Return what `encrypt` was given.

    Raises:
        PassphraseNeededError: The passphrase is empty.
        EncryptionError: It is another one, or the bytes are damaged or of a newer version.
    """
    if not passphrase:
        raise PassphraseNeededError(tr("This file needs the passphrase that it was written with."))
    line, end, _ = data[:_LONGEST_HEADER].partition(b"\n")
    salt, nonce = _read_header(line if end else b"")
    whole = line + end
    try:
        from cryptography.exceptions import InvalidTag
    except ImportError as error:
        raise _not_installed(error) from error
    try:
        return _cipher(passphrase, salt).decrypt(nonce, data[len(whole) :], whole)
    except InvalidTag as error:
        raise EncryptionError(
            tr("The passphrase is another one, or the file is damaged; nothing was read.")
        ) from error
    except MemoryError as error:
        raise _too_little_memory() from error


def _read_header(line: bytes) -> tuple[bytes, bytes]:
    """Return the salt and the nonce that a first line names."""
    damaged = EncryptionError(tr("The beginning of the encrypted file is damaged."))
    try:
        header = json.loads(line)
        version = header[_NAME]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise damaged from error
    if version != VERSION:
        raise EncryptionError(
            tr("The encrypted file is of another version of Autotype; update Autotype to read it.")
        )
    cost = {name: header.get(name) for name in _COST}
    if cost != _COST or (header.get("cipher"), header.get("key")) != ("AES-256-GCM", "scrypt"):
        raise damaged
    try:
        salt, nonce = (base64.b64decode(header[name], validate=True) for name in ("salt", "nonce"))
    except (ValueError, LookupError, TypeError) as error:
        raise damaged from error
    if (len(salt), len(nonce)) != (_SALT, _NONCE):
        raise damaged
    return salt, nonce


def _cipher(passphrase: str, salt: bytes) -> "AESGCM":
    try:
        from cryptography.hazmat.primitives.ciphers import aead
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError as error:
        raise _not_installed(error) from error
    # The same passphrase is typed in different characters on different keyboards.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    key = Scrypt(salt=salt, length=_KEY, n=_COST["n"], r=_COST["r"], p=_COST["p"]).derive(typed)
    return aead.AESGCM(key)


def _not_installed(error: ImportError) -> EncryptionError:
    return EncryptionError(
        tr(
            "Nothing can be encrypted here: the library for it (cryptography) cannot be loaded "
            "({error}); install it, or do without a passphrase.",
            error=error,
        )
    )


def _too_little_memory() -> EncryptionError:
    return EncryptionError(
        tr(
            "There is not enough memory for the passphrase (128 MB); close other programs and "
            "retry."
        )
    )
