"""Asks for a passphrase at a terminal: on a command line every program could read it."""

import getpass
import sys

from autotype.errors import AutotypeError


class PassphraseError(AutotypeError):
    """There is nobody to ask, or no answer that can be used."""


def ask_for(question: str = "Passphrase of the file: ") -> str:
    """Return what is typed, which is not shown."""
    if not sys.stdin.isatty():
        raise PassphraseError("A passphrase is asked for at a terminal; run this in one.")
    try:
        typed = getpass.getpass(question)
        typed.encode()  # some terminals pass on bytes that are no characters
    except EOFError as error:
        raise PassphraseError("No passphrase was given; nothing was changed.") from error
    except UnicodeError as error:
        raise PassphraseError(
            "What was typed is not in the characters of this terminal; nothing was changed."
        ) from error
    return typed


def ask_for_new() -> str:
    """Return a passphrase that was typed twice alike."""
    first = ask_for("New passphrase: ")
    if not first:
        raise PassphraseError("An empty passphrase protects nothing; nothing was written.")
    if first != ask_for("The same once more: "):
        raise PassphraseError("The two passphrases differ; nothing was written.")
    return first
