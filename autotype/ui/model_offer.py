"""What getting the recommended model means, in words: for which texts, and how much it takes."""

from PySide6.QtCore import QLocale

from autotype.text.model_in_use import ModelInUse
from autotype.translation import mark, tr

# Those that a model in the catalogue knows.
_IN = {"en": mark("Better suggestions in English texts")}


def offer_in_words(model: ModelInUse) -> str:
    """Return the offer of a better model than the small one, promising no language but its own."""
    of = tr(_IN[model.languages[0]] if _has_a_name(model) else mark("Better suggestions"))
    said = tr(
        "The small built-in model is in use. {better}: {what}. You can go on writing.",
        better=of,
        what=_sizes(model),
    )
    return f"{said} {_others(model)}".rstrip()


def missing_in_words(model: ModelInUse) -> str:
    """Return what is said where there is no model at all."""
    said = tr(
        "Autotype has no language model yet. One that runs on this computer only can be had: "
        "{what}. You can go on writing.",
        what=_sizes(model),
    )
    return f"{said} {_others(model)}".rstrip()


def _sizes(model: ModelInUse) -> str:
    sizes = {"megabytes": model.megabytes, "disk": model.disk_megabytes}
    if model.is_downloaded and model.disk_megabytes:
        return tr(
            "it is downloaded already, and preparing it takes about 1 minute and {disk} MB on disk",
            **sizes,
        )
    if model.disk_megabytes:
        return tr(
            "{megabytes} MB to download once (about 1 minute), {disk} MB on disk",
            **sizes,
        )
    return tr("{megabytes} MB to download once (about 1 minute)", **sizes)


def _others(model: ModelInUse) -> str:
    """Return what whoever may write in another language has to know; nothing for the rest."""
    system = QLocale.system().language()
    is_plain = system in (QLocale.Language.C, QLocale.Language.AnyLanguage)
    own = "en" if is_plain else QLocale.languageToCode(system)
    if not _has_a_name(model) or own in model.languages:
        return ""
    return tr("It suggests nothing in other languages than English.")


def _has_a_name(model: ModelInUse) -> bool:
    return len(model.languages) == 1 and model.languages[0] in _IN
