"""What dictionaries are called: their languages, in these languages."""

from PySide6.QtCore import QLocale


def dictionary_name(name: str) -> str:
    """Return the language of a dictionary as those call it who speak it, with its own name."""
    locale = QLocale(name)
    if locale.language() in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return name
    return f"{locale.nativeLanguageName()} ({name})"
