"""LibreOffice Writer without what corrects while one types."""

from tests.programs.program import Program

_COMMON = "/org.openoffice.Office.Common"
_WRITER = "/org.openoffice.Office.Writer/AutoFunction"
_OFF = (
    (f"{_COMMON}/Misc", "FirstRun"),
    (f"{_COMMON}/Misc", "ShowTipOfTheDay"),
    (f"{_COMMON}/AutoCorrect", "CapitalAtStartSentence"),
    (f"{_COMMON}/AutoCorrect", "TwoCapitalsAtStart"),
    (f"{_COMMON}/AutoCorrect", "UseReplacementTable"),
    (f"{_COMMON}/AutoCorrect", "ChangeDash"),
    (f"{_COMMON}/AutoCorrect", "ChangeOrdinalNumber"),
    (f"{_COMMON}/AutoCorrect", "ChangeUnderlineWeight"),
    (f"{_COMMON}/AutoCorrect", "SetInetAttribute"),
    (f"{_COMMON}/AutoCorrect", "ReplaceSingleQuote"),
    (f"{_COMMON}/AutoCorrect", "ReplaceDoubleQuote"),
    (f"{_COMMON}/AutoCorrect", "RemoveDoubleSpaces"),
    (f"{_COMMON}/AutoCorrect", "CorrectAccidentalCapsLock"),
    (f"{_WRITER}/Completion", "Enable"),
    (f"{_WRITER}/Format/ByInput", "Enable"),
    (f"{_WRITER}/Format/ByInput/ApplyNumbering", "Enable"),
    ("/org.openoffice.Office.Linguistic/SpellChecking", "IsSpellAuto"),
    ("/org.openoffice.Setup/Product", "WhatsNew"),
)
_LATER = ("LastTimeDonateShown", "LastTimeGetInvolvedShown")
_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry">\n'
)


def _item(path: str, name: str, value: str) -> str:
    return (
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
    )


class Writer(Program):
    title = "LibreOffice Writer"
    package = "libreoffice-writer"
    window = "libreoffice-writer"
    margins = (150, 60)

    def prepare(self) -> None:
        user = self.folder / "user"
        user.mkdir()
        items = [_item(path, name, "false") for path, name in _OFF]
        items += [_item("/org.openoffice.Setup/Product", name, "99999999999") for name in _LATER]
        (user / "registrymodifications.xcu").write_text(_XML + "".join(items) + "</oor:items>\n")

    def environment(self) -> dict[str, str]:
        return {"SAL_USE_VCLPLUGIN": "gtk3"}

    def command(self) -> list[str]:
        profile = f"-env:UserInstallation={self.folder.as_uri()}"
        return ["soffice", profile, "--writer", "--norestore", "--nologo"]
