"""The translations: complete, whole, and what the windows really say."""

import ast
import gettext
import re
import runpy
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from autotype import paths, translation
from autotype.app import build
from autotype.learning.past_writing import SOURCE as IMPORTED
from autotype.learning.store import FILE, Store
from autotype.settings import OPTIONS, Settings
from autotype.text.counting import Counts
from autotype.text.document import DocumentError, read
from autotype.text.recovery import Journal
from autotype.ui.count_button import said
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.learning import EDITOR
from autotype.ui.speaking import speak

ROOT = Path(__file__).resolve().parent.parent
TOOL = runpy.run_path(str(ROOT / "packaging" / "translations.py"))
FOLDER = ROOT / "resources" / "languages"
CATALOGUES = sorted(FOLDER.glob("*.po"))
AGAIN = "run: python packaging/translations.py"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    speak(qapp, "de")
    yield
    speak(qapp, "en")
    QLocale.setDefault(before)


def test_there_is_german() -> None:
    assert translation.languages() == ("en", "de")
    # And the settings offer all there are.
    assert tuple(OPTIONS["language"].choices) == ("auto", *translation.languages())


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_what_the_program_says_and_no_more(path: Path) -> None:
    said = TOOL["read_po"](path)
    said.pop("")
    assert set(said) == set(TOOL["messages"]()) - {""}, AGAIN
    found, header = TOOL["catalogue"](path)
    assert path.with_suffix(".mo").read_bytes() == TOOL["compiled"](found, header), AGAIN
    with path.with_suffix(".mo").open("rb") as file:
        shown = gettext.GNUTranslations(file)
    for message in found.values():
        if message.many:
            forms = {shown.ngettext(message.text, message.many, n) for n in (1, 2)}
            assert forms == set(message.said)
        else:
            assert shown.gettext(message.text) == message.said[0]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_is_translated_whole(path: Path) -> None:
    for text, forms in TOOL["read_po"](path).items():
        if not text:
            continue
        assert forms and all(forms), text
        for form in forms:
            assert sorted(places(form)) == sorted(places(text)), text
            assert form.count("&") == text.count("&"), text
            assert form.endswith("…") == text.endswith("…"), text
            assert form.count("„") == form.count("“"), text
            assert form == form.strip(), text
            assert form.count("(") == form.count(")"), text


def places(text: str) -> set[tuple[str | None, str | None]]:
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


# Methods that show a text to somebody.
SHOW = re.compile(
    r"^(set(Text|WindowTitle|ToolTip|PlaceholderText|AccessibleName|AccessibleDescription|"
    r"InformativeText|Title|HorizontalHeaderLabels|StatusTip|Suffix)|addAction|addMenu|addItem|"
    r"addRow|addButton|showMessage|say|_say|Q(Label|PushButton|CheckBox|RadioButton|Action))$"
)
WINDOWS = ("ui", "tray", "popup")


@pytest.mark.parametrize(
    "path",
    [path for name in WINDOWS for path in sorted((ROOT / "autotype" / name).rglob("*.py"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_nothing_is_shown_that_cannot_be_translated(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if SHOW.match(name) and path.name != "running.py":  # that talks to a program
            for text in shown_as_it_is(node):
                assert not re.search(r"[^\W\d_]{2}", text), text


def shown_as_it_is(call: ast.Call) -> Iterator[str]:
    """The literals among the arguments; those of calls inside are not shown, but looked up."""
    for argument in call.args:
        for part in walked(argument):
            texts: list[ast.expr] = part.values if isinstance(part, ast.JoinedStr) else []
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                texts = [part]
            text = "".join(str(each.value) for each in texts if isinstance(each, ast.Constant))
            yield re.sub(r"<[^>]*>|&\w+;|Autotype|Apache License|\bms\b", "", text)


def walked(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, ast.Call | ast.Subscript | ast.Compare | ast.Dict | ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from walked(child)


def test_the_window_speaks_german(german: None, qtbot: QtBot, home: Path) -> None:
    app = build(Settings(pack="none", language="de"), Journal(home / "recovery"))
    try:
        window = app.window
        titles = [action.text() for action in window.menuBar().actions()]
        assert titles == ["&Datei", "&Bearbeiten", "&Ansicht", "&Vorschläge", "&Hilfe"]
        undo = window.menus.edit.actions()[0].text()
        assert undo == "&Rückgängig\tStrg+Z"
        assert window.windowTitle().startswith("Unbenannt")
        assert window.editor.placeholderText().startswith("Schreiben …")
        window.editor.insertPlainText("zwei Wörter")
        qtbot.waitUntil(lambda: "2 Wörter" in window.status.text)
        window.live.change(show_at_least=0.25)  # type: ignore[union-attr]
        window.settings_opener.open()  # type: ignore[union-attr]
        settings = window.settings_opener.window  # type: ignore[union-attr]
        assert settings is not None and settings.windowTitle() == "Einstellungen"
        names = {button.text() for button in settings.findChildren(QPushButton)}
        assert {"&Fertig", "&Abbrechen", "&Datei bearbeiten"} <= names
        settings.search("zuversicht")
        assert settings.confidence.widget.isVisibleTo(settings)
        settings.search("confidence")  # as the handbook has it
        assert settings.confidence.widget.isVisibleTo(settings)
        settings.reject()
        window.editor.document().setModified(False)
        window.close()
    finally:
        assert app.stop()


def test_qts_own_buttons_and_numbers_are_german(german: None, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Abbrechen"
    assert QLocale().toString(1234.5, "f", 1) == "1.234,5"
    assert translation.number(1234.5, 1) == "1.234,5"


def test_what_is_counted_has_the_right_form(german: None) -> None:
    one, many = Counts(words=1, paragraphs=1), Counts(words=1200, paragraphs=2)
    assert [said("words", each) for each in (one, many)] == ["1 Wort", "1.200 Wörter"]
    assert [said("paragraphs", each) for each in (one, many)] == ["1 Absatz", "2 Absätze"]


def test_errors_of_layers_without_qt_are_german(german: None, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="ist ein Ordner; bitte eine Datei darin wählen"):
        read(tmp_path)


def test_tabs_and_what_was_learned_are_german(german: None, qtbot: QtBot, home: Path) -> None:
    rows = [("", "Zyxxo", 2.0, 1200, 1, 1, EDITOR), ("", "Quorvale", 2.0, 2, 1, 1, IMPORTED)]
    Store(paths.learned()).add_rows(rows, ["Quorvale"])
    app = build(Settings(pack="none", language="de"), Journal(home / "recovery"))
    try:
        window = app.window
        window.editor.insertPlainText("zwei")
        window.tabs.new()
        bar = window.tab_bar
        assert [bar.tabText(at) for at in range(2)] == ["● Unbenannt", "Unbenannt 2"]
        assert bar.accessibleTabName(0) == "Unbenannt, nicht gespeichert"
        learned = LearnedWindow(app.learning, window, print)
        learned.refresh()
        table = learned.table
        qtbot.waitUntil(lambda: table.topLevelItemCount() == 2, timeout=20_000)
        found = [table.topLevelItem(at) for at in range(2)]
        shown = {item.text(0): (item.text(1), item.text(4)) for item in found if item}
        assert shown["Zyxxo"] == ("1.200", "Dieser Editor")
        assert shown["Quorvale"] == ("2", "Importierte Texte, nie vorgeschlagen")
        assert learned.said.text().startswith("2 Wörter.")
        learned.search.setText("zyx")
        assert learned.said.text().startswith("1 von 2 Wörtern.")
    finally:
        assert app.stop()


def test_a_file_of_what_was_learned_that_is_none_is_said_in_german(
    german: None, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    store = Store(tmp_path)
    assert store.words() == []
    assert store.notice.startswith("Die Datei mit dem Gelernten war beschädigt; sie wurde als „")


ASK = "from autotype import translation as t; t.use({!r}); print(t.language(), t.tr('Untitled'))"


@pytest.mark.parametrize(
    ("wanted", "system", "shown"),
    [
        ("auto", {"LANG": "de_AT.UTF-8"}, "de Unbenannt"),
        ("auto", {"LANGUAGE": "fr:de:en", "LANG": "en_GB.UTF-8"}, "de Unbenannt"),
        ("auto", {"LANGUAGE": "en:de", "LANG": "de_DE.UTF-8"}, "en Untitled"),
        ("auto", {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en Untitled"),
        ("auto", {"LC_MESSAGES": "pt_BR.UTF-8"}, "en Untitled"),
        ("auto", {"LANG": "../../de"}, "en Untitled"),
        ("auto", {}, "en Untitled"),
        ("de", {"LANG": "en_GB.UTF-8"}, "de Unbenannt"),
        ("en", {"LANG": "de_DE.UTF-8"}, "en Untitled"),
    ],
)
def test_the_language_is_the_systems_or_the_chosen_one(
    wanted: str, system: dict[str, str], shown: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ASK.format(wanted)],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **system},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == shown


@pytest.mark.parametrize(
    ("command", "english", "german"),
    [
        (["models", "info", "no-such-pack"], "There is no model pack", "Es gibt kein"),
        (["tune", "/no/such/file", "--preview"], "cannot be read", "lässt sich nicht lesen"),
        (["tune", "--resume"], "There is no tuning", "Es wurde kein Einstellen"),
    ],
)
def test_the_command_line_stays_english_but_for_a_window_that_asks(
    tmp_path: Path, command: list[str], english: str, german: str
) -> None:
    command = [sys.executable, "-m", "autotype", *command]
    system = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "de_DE.UTF-8"}
    system["AUTOTYPE_HOME"] = str(tmp_path)
    for more, says in (({}, english), ({translation.VARIABLE: "de"}, german)):
        done = subprocess.run(command, env=system | more, capture_output=True, check=False)
        assert says in done.stderr.decode()
