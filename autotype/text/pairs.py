"""Brackets and quotes, and which marks may close what another one opened."""

from collections.abc import Mapping

BRACKETS: Mapping[str, str] = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "［": "］",
    "｛": "｝",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
}
# Languages disagree, so some marks do both.
QUOTES: Mapping[str, str] = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    "'": "'",
}


def openers(mark: str) -> str:
    """Return the marks that `mark` may close; empty if it closes nothing."""
    return "".join(
        opener for opener, closers in (*BRACKETS.items(), *QUOTES.items()) if mark in closers
    )
