"""The document on paper, as PDF and as HTML."""

import os
import resource
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from PySide6.QtPrintSupport import QPrinter

from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open

TEXT = "# Plans\n\nWe meet *next* week; 5 < 6 & “quotes”.\n\nÄrger with 😀.\n"


class Texts(HTMLParser):
    """What a page says, and with which tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def opened(open_app: Open, tmp_path: Path, name: str, text: str = TEXT) -> MainWindow:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    window = open_app().window
    window.documents.open(path)
    return window


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.mark.parametrize(("name", "starts"), [("a.txt", "# Plans"), ("a.md", "Plans")])
def test_a_pdf_says_what_the_document_says(
    open_app: Open, tmp_path: Path, name: str, starts: str
) -> None:
    window = opened(open_app, tmp_path, name)
    path = tmp_path / "out.pdf"
    window.exporting.write_pdf(path)
    words = words_of(path)
    assert words.startswith(starts)
    assert ("*" in words) is (name == "a.txt")
    for word in ("5 < 6 &", "“quotes”", "Ärger"):
        assert word in words
    assert PdfReader(path).metadata.title == name  # type: ignore[union-attr]  # there is one
    assert "is written" in window.document_notice.text
    assert not window.documents.modified
    assert window.documents.document.path == tmp_path / name


LETTER = "Thank you very much.\n\nWe met\tlast week.\n"


def printed_to(window: MainWindow, path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(path))
    window.exporting.print_on(printer)


def exported_to(window: MainWindow, path: Path) -> None:
    window.exporting.write_pdf(path)


@pytest.mark.parametrize("write", [exported_to, printed_to])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_spaces_are_copied_as_spaces_and_one_page_has_no_number(
    open_app: Open, tmp_path: Path, write: Callable[[MainWindow, Path], None], name: str
) -> None:
    window = opened(open_app, tmp_path, name, LETTER)
    write(window, tmp_path / "out.pdf")
    (page,) = PdfReader(tmp_path / "out.pdf").pages
    said = page.extract_text()
    assert "Thank you very much." in said
    assert "\t" not in said
    assert said.split()[-2:] == ["last", "week."]
    assert f"{tmp_path / 'out.pdf'}” is written" in window.document_notice.text


def test_a_page_lies_where_it_would_with_a_number(open_app: Open, tmp_path: Path) -> None:
    """The first lines of one page, and of the first page of many."""
    window = opened(open_app, tmp_path, "a.txt", "A line of the text.\n" * 40)
    exported_to(window, tmp_path / "one.pdf")
    window.editor.replace_text("A line of the text.\n" * 100)
    exported_to(window, tmp_path / "many.pdf")
    one, many = PdfReader(tmp_path / "one.pdf").pages, PdfReader(tmp_path / "many.pdf").pages
    assert (len(one), len(many)) == (1, 2)
    assert many[0].extract_text().split()[-1] == "1"
    assert len(places(one[0])) >= 40
    assert places(one[0])[:40] == places(many[0])[:40]


def places(page: PageObject) -> list[tuple[str, int, int]]:
    """Every piece of a page's text, and where it stands."""
    found: list[tuple[str, int, int]] = []

    def note(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        x, y = place[4], place[5]
        found.append((text, round(matrix[0] * x + matrix[4]), round(matrix[3] * y + matrix[5])))

    page.extract_text(visitor_text=note)
    return [one for one in found if one[0].strip()]


def test_what_was_sent_to_a_printer_is_told(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(open_app, tmp_path, "a.txt", LETTER)
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    # There is no printer here: a file stands for it, of which the printer says nothing.
    monkeypatch.setattr(printer, "outputFileName", lambda: "")
    monkeypatch.setattr(printer, "printerName", lambda: "Office")
    window.exporting.print_on(printer)
    assert window.document_notice.text == "“a.txt” was sent to the printer “Office”."
    assert window.document_notice._passing.isActive()  # nobody has to hide it


def test_a_long_document_has_pages(open_app: Open, tmp_path: Path) -> None:
    window = opened(open_app, tmp_path, "a.txt", "A line of the text.\n" * 300)
    window.exporting.write_pdf(tmp_path / "out.pdf")
    assert len(PdfReader(tmp_path / "out.pdf").pages) > 4


def test_printing_goes_to_the_printer(open_app: Open, tmp_path: Path) -> None:
    window = opened(open_app, tmp_path, "a.txt")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    window.exporting.print_on(printer)
    assert "Ärger" in words_of(tmp_path / "printed.pdf")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.markdown"])
def test_html_is_a_page_by_itself(open_app: Open, tmp_path: Path, name: str) -> None:
    window = opened(open_app, tmp_path, name)
    window.exporting.write_html(tmp_path / "out.html")
    page = Texts((tmp_path / "out.html").read_text("utf-8"))
    assert "5 < 6 & “quotes”" in page.text
    assert "Ärger with 😀" in page.text
    assert ("h1" in page.tags) is (name != "a.txt")
    assert "script" not in page.tags


def test_paragraphs_of_html_are_those_of_the_text(open_app: Open, tmp_path: Path) -> None:
    text = "Dear Anna,\n\nthe first\n  and the next line.\n\n\n\nYours\n\n"
    window = opened(open_app, tmp_path, "a.txt", text)
    body = window.exporting.as_html().partition("<body>")[2].partition("</body>")[0]
    assert body.strip().split("\n") == [
        "<p>Dear Anna,</p>",
        "<p>the first<br>  and the next line.</p>",
        "<p><br><br>Yours</p>",
    ]


def test_what_looks_like_html_stays_text(open_app: Open, tmp_path: Path) -> None:
    window = opened(open_app, tmp_path, "<b>&.md", "<script>alert(1)</script> **bold**\n")
    page = Texts(window.exporting.as_html())
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    assert "<b>&.md" in page.text


@pytest.mark.parametrize("write", ["write_pdf", "write_html"])
def test_what_cannot_be_written_is_one_sentence(open_app: Open, tmp_path: Path, write: str) -> None:
    window = opened(open_app, tmp_path, "a.txt")
    getattr(window.exporting, write)(tmp_path / "missing" / "out")
    assert "cannot be written (" in window.document_notice.text
    (tmp_path / "folder.pdf").mkdir()
    getattr(window.exporting, write)(tmp_path / "folder.pdf")
    assert "cannot be written (" in window.document_notice.text
    assert not list(tmp_path.glob(".*part"))


def test_an_old_pdf_is_replaced_by_a_whole_one(open_app: Open, tmp_path: Path) -> None:
    window = opened(open_app, tmp_path, "a.txt")
    (tmp_path / "out.pdf").write_text("old")
    window.exporting.write_pdf(tmp_path / "out.pdf")
    assert "Ärger" in words_of(tmp_path / "out.pdf")


@pytest.mark.parametrize("write", ["write_pdf", "write_html"])
def test_a_full_disk_leaves_the_old_file_as_it_was(
    open_app: Open, tmp_path: Path, write: str
) -> None:
    window = opened(open_app, tmp_path, "a.txt", "A line of the text.\n" * 2000)
    path = tmp_path / "out"
    path.write_bytes(b"old" * 5000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8000, hard))
    try:
        getattr(window.exporting, write)(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "cannot be written (" in window.document_notice.text
    assert path.read_bytes() == b"old" * 5000


@pytest.mark.parametrize("write", ["write_pdf", "write_html"])
def test_an_export_touches_nothing_but_its_file(open_app: Open, tmp_path: Path, write: str) -> None:
    window = opened(open_app, tmp_path, "a.txt")
    mine, target, link = tmp_path / ".out.part", tmp_path / "target", tmp_path / "out"
    mine.write_text("mine")
    target.write_text("old")
    link.symlink_to(target)
    getattr(window.exporting, write)(link)
    assert "is written" in window.document_notice.text
    assert link.is_symlink()
    assert target.read_bytes() != b"old"
    assert mine.read_text() == "mine"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    getattr(window.exporting, write)(pipe)
    assert "not an ordinary file" in window.document_notice.text
    assert pipe.is_fifo()
