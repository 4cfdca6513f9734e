"""Printing, and the document as PDF and as HTML."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QObject, Signal
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog

from autotype.text.replacing import replace_chosen_file
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MARKDOWN = (".md", ".markdown")
_POINTS = 11.0
_DPI = 300
_STYLE = (
    "body { font-family: sans-serif; line-height: 1.5; max-width: 42em; margin: 2em auto; "
    "padding: 0 1em; }"
)


class Exporting(QObject):
    """What leaves the editor in another form; the document itself stays as it is.

    Signals:
        said(str): What went wrong, in one sentence.
        wrote(str): What was written, in one sentence.
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
        self._laid_out().print_(printer)
        if printer.printerState() is printer.PrinterState.Error:
            self.said.emit(self.tr("The printer could not be used; see whether it is on."))

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
        self._laid_out().print_(writer)
        del writer  # it writes the end of the file
        self._write(path, bytes(pages.data().data()))

    def write_html(self, path: Path) -> None:
        """Write a page that stands by itself."""
        self._write(path, self.as_html().encode("utf-8", "surrogatepass"))

    def as_html(self) -> str:
        """Return the document as a page: Markdown as it is meant, other text as it is written."""
        title, text = escape(self._documents.name), self._editor.text()
        if self._is_markdown():
            body = _body_of(_from_markdown(text).toHtml())
        else:
            paragraphs = (escape(line) or "&nbsp;" for line in text.split("\n"))
            body = "\n".join(f"<p>{line}</p>" for line in paragraphs)
        head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"

    def _laid_out(self) -> QTextDocument:
        """Return what is printed: black on white, in the editor's font, at a size for paper."""
        text = self._editor.text()
        document = _from_markdown(text) if self._is_markdown() else QTextDocument(text)
        font = QFont(self._editor.font())
        font.setPointSizeF(_POINTS)
        document.setDefaultFont(font)
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
            why = getattr(error, "strerror", None) or str(error)
            failed = self.tr("“{file}” cannot be written ({why}); choose another place.")
            self.said.emit(failed.format(file=path, why=why))
            return
        self.wrote.emit(self.tr("“{file}” is written.").format(file=path))


def _from_markdown(text: str) -> QTextDocument:
    document = QTextDocument()
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    return document


def _body_of(html: str) -> str:
    start, end = html.find("<body"), html.rfind("</body>")
    return html[html.find(">", start) + 1 : end].strip()


def _page_size() -> QPageSize.PageSizeId:
    """Return what paper is used where the user lives."""
    american = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if american else QPageSize.PageSizeId.A4
