"""Printing, and the document as PDF and as HTML."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QObject, QSizeF, Signal
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QFileDialog

from autotype.text.replacing import replace_chosen_file
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor
from autotype.ui.pdf_text import with_spaces

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MARKDOWN = (".md", ".markdown")
_POINTS = 11.0
_DPI = 300
# Qt's own margin, and what surely takes more than one sheet.
_MARGIN_INCHES = 2 / 2.54
_MORE_THAN_A_PAGE = 50_000
_STYLE = (
    "body { font-family: sans-serif; line-height: 1.5; max-width: 42em; margin: 2em auto; "
    "padding: 0 1em; }"
)
_AS_WRITTEN = " p { white-space: pre-wrap; overflow-wrap: break-word; }"


class Exporting(QObject):
    """What leaves the editor in another form; the document itself stays as it is.

    Signals:
        said(str): What went wrong, in one sentence.
        wrote(str): What was written or where it was sent, in one sentence that need not stay.
    """

    said = Signal(str)
    wrote = Signal(str)

    def __init__(self, editor: Editor, documents: DocumentActions) -> None:
        super().__init__(editor)
        self._editor = editor
        self._documents = documents

    def print(self) -> None:
        """Ask for a printer, and print."""
        # Loaded when it is wanted: nobody prints while the program starts.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._documents.name)
        dialog = QPrintDialog(printer, self._editor.window())
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: "QPrinter") -> None:
        """Print on a printer."""
        self._laid_out(printer).print_(printer)
        if printer.printerState() is printer.PrinterState.Error:
            self.said.emit(self.tr("The printer could not be used; see whether it is on."))
        elif file := printer.outputFileName():
            self._finish(Path(file))
        else:
            sent = self.tr("“{name}” was sent to the printer “{printer}”.")
            self.wrote.emit(sent.format(name=self._documents.name, printer=printer.printerName()))

    def _finish(self, path: Path) -> None:
        """Mend a PDF that was printed into a file."""
        try:
            data = path.read_bytes()
        except OSError as error:
            self._say_why(path, error)
        else:
            self._write(path, with_spaces(data))

    def ask_for_pdf(self) -> None:
        """Ask for a name, and write a PDF."""
        if path := self._ask(self.tr("Export as PDF"), ".pdf", "PDF (*.pdf)"):
            self.write_pdf(path)

    def ask_for_html(self) -> None:
        """Ask for a name, and write HTML."""
        if path := self._ask(self.tr("Export as HTML"), ".html", "HTML (*.html *.htm)"):
            self.write_html(path)

    def write_pdf(self, path: Path) -> None:
        """Write a PDF; what is there is replaced only by a whole one."""
        pages = QBuffer()
        pages.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(pages)
        writer.setResolution(_DPI)
        writer.setPageSize(QPageSize(_page_size()))
        writer.setPageOrientation(QPageLayout.Orientation.Portrait)
        writer.setTitle(self._documents.name)
        writer.setCreator("Autotype")
        self._laid_out(writer).print_(writer)
        del writer  # it writes the end of the file
        self._write(path, with_spaces(bytes(pages.data().data())))

    def write_html(self, path: Path) -> None:
        """Write a page that stands by itself."""
        self._write(path, self.as_html().encode("utf-8", "surrogatepass"))

    def as_html(self) -> str:
        """Return the document as a page: Markdown as it is meant, other text as it is written."""
        title, text = escape(self._documents.name), self._editor.text()
        if self._is_markdown():
            body, style = _body_of(_from_markdown(text).toHtml()), _STYLE
        else:
            body, style = "\n".join(_paragraphs(text)), _STYLE + _AS_WRITTEN
        head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
        return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"

    def _laid_out(self, device: QPagedPaintDevice) -> QTextDocument:
        """Return what is printed: black on white, in the editor's font, at a size for paper."""
        text = self._editor.text()
        document = _from_markdown(text) if self._is_markdown() else QTextDocument(text)
        font = QFont(self._editor.font())
        font.setPointSizeF(_POINTS)
        document.setDefaultFont(font)
        if len(text) < _MORE_THAN_A_PAGE:
            _leave_out_number(document, device)
        return document

    def _is_markdown(self) -> bool:
        path = self._documents.document.path
        return path is not None and path.suffix.lower() in _MARKDOWN

    def _ask(self, title: str, ending: str, kinds: str) -> Path | None:
        own = self._documents.document.path
        proposed = (own or Path.home() / self.tr("Untitled")).with_suffix(ending)
        name, _ = QFileDialog.getSaveFileName(self._editor.window(), title, str(proposed), kinds)
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(ending)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            replace_chosen_file(path, data)
        except (OSError, ValueError) as error:
            self._say_why(path, error)
            return
        self.wrote.emit(self.tr("“{file}” is written.").format(file=path))

    def _say_why(self, path: Path, error: Exception) -> None:
        why = getattr(error, "strerror", None) or str(error)
        failed = self.tr("“{file}” cannot be written ({why}); choose another place.")
        self.said.emit(failed.format(file=path, why=why))


def _from_markdown(text: str) -> QTextDocument:
    document = QTextDocument()
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    return document


def _leave_out_number(document: QTextDocument, device: QPagedPaintDevice) -> None:
    """Lay a document out for a sheet, if it has one: Qt numbers only pages that it lays out."""
    document.documentLayout().setPaintDevice(device)
    frame = document.rootFrame().frameFormat()
    before = frame.margin()
    frame.setMargin(int(_MARGIN_INCHES * device.logicalDpiY()))
    document.rootFrame().setFrameFormat(frame)
    document.setPageSize(QSizeF(device.width(), device.height()))
    if document.pageCount() > 1:
        document.setPageSize(QSizeF())
        frame.setMargin(before)
        document.rootFrame().setFrameFormat(frame)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a plain text, which empty lines divide, as HTML.

    One empty line is the distance that a page gives to paragraphs; those beyond it stay.
    """
    more = 0
    for is_empty, lines in groupby(text.split("\n"), lambda line: not line.strip()):
        if is_empty:
            more = len(list(lines)) - 1
        else:
            yield f"<p>{'<br>' * more}{'<br>'.join(map(escape, lines))}</p>"


def _body_of(html: str) -> str:
    start, end = html.find("<body"), html.rfind("</body>")
    return html[html.find(">", start) + 1 : end].strip()


def _page_size() -> QPageSize.PageSizeId:
    """Return what paper is used where the user lives."""
    american = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if american else QPageSize.PageSizeId.A4
