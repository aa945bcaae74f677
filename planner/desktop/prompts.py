"""Prompts: every question that stops a person: files, folders and decisions; tests hand in a double that answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from planner.desktop.words import tr

Chosen = Callable[[Path], None]


class Prompts:
    """Asks without stopping the event loop: the answer goes to a function, and no answer goes nowhere."""

    def open_file(self, parent: QWidget, title: str, filters: Sequence[str], then: Chosen) -> None:
        """Ask for a file that is there."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(list(filters))
        self._show(dialog, then)

    def choose_folder(self, parent: QWidget, title: str, then: Chosen) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._show(dialog, then)

    def save_file(self, parent: QWidget, title: str, proposed: str, then: Chosen) -> None:
        """Ask where to write a file; the name's ending says the kind."""
        dialog = QFileDialog(parent, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(proposed)
        self._show(dialog, then)

    def confirm(self, parent: QWidget, text: str, verb: str, then: Callable[[], None]) -> None:
        """Ask whether to do something that cannot be taken back; the button carries the verb."""
        dialog = QDialog(parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(verb)
        question = QLabel(text)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        do = QPushButton(verb)
        do.setProperty("role", "primary")
        buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        lines = QVBoxLayout(dialog)
        lines.setContentsMargins(24, 24, 24, 24)
        lines.setSpacing(16)
        lines.addWidget(question)
        lines.addWidget(buttons)
        dialog.accepted.connect(then)
        dialog.open()

    def print_text(self, parent: QWidget, text: str) -> None:
        """Print a page of plain text on the printer that the person chooses."""
        from PySide6.QtGui import QTextDocument  # noqa: PLC0415 — rarely needed
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer, document = QPrinter(), QTextDocument(text)
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: document.print_(printer))
        QDialog.open(dialog)

    def show_in_folder(self, file: Path) -> None:
        """Show a file where it lies, in the system's own file manager."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 — rarely needed
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))

    def _show(self, dialog: QFileDialog, then: Chosen) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()
