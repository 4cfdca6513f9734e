"""Qt's part of the chosen language: its own dialogs, its numbers and dates, and `tr()`."""

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from autotype import translation


class Catalogue(QTranslator):
    """Answers `QObject.tr` from the catalogue that `autotype.translation` reads."""

    def translate(
        self,
        context: str,  # noqa: ARG002  # Qt's arguments
        text: str,
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str:
        """Return a text in the chosen language; itself where the catalogue has none."""
        return translation.tr(text)

    def isEmpty(self) -> bool:  # noqa: N802  # Qt's name
        """Return that there is something in it, or Qt would not ask."""
        return False


def speak(application: QCoreApplication, wanted: str) -> None:
    """Let an application speak a language from now on; what is shown already stays.

    Args:
        application: The application; it keeps what it needs for that.
        wanted: The setting `language`.
    """
    translation.use(wanted)
    os.environ[translation.VARIABLE] = translation.language()
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    if wanted != translation.SYSTEM:
        # Else numbers and dates go by what the system says of them, which is more than a language.
        QLocale.setDefault(QLocale(translation.language()))
    if translation.language() == translation.ENGLISH:
        return
    # The last one is asked first. Ours answers to everything, so that Qt's own comes before it.
    application.installTranslator(Catalogue(application))
    qt = QTranslator(application)
    places = (
        str(translation.folder()),
        QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    )
    if any(qt.load(f"qtbase_{translation.language()}", place) for place in places):
        application.installTranslator(qt)
