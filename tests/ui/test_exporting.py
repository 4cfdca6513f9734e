"""The document on paper, as PDF and as HTML."""

import os
import resource
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader
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
