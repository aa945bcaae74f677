"""The handbook: the keyboard shortcuts, the user guide, and what this program is made of, each in a window to read."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPlainTextEdit, QTextBrowser, QWidget

from planner import __version__
from planner.desktop.cards import Scroll, button, columns, label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID, Look
from planner.desktop.words import language, tr
from planner.services.parts import read_parts
from planner.services.resources import read_document, read_resource

GUIDES = {"en": "desktop-guide.md", "fr": "desktop-guide.fr.md"}
"""Language → the guide to the window."""
LICENCES = ("fonts/OFL.txt", "licences/LGPL-3.0.txt", "licences/GPL-3.0.txt")
"""The licences that have to travel with the font and with Qt; the LGPL is written as additions to the GPL."""


class Reading(QDialog):
    """A window with something to read, and a way to close it."""

    def __init__(self, look: Look, parent: QWidget, title: str, *, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.content = rows(spacing=2 * GRID)
        self.leave = button(tr("Close"), self.accept, role="primary")
        lines = rows(label(title, "title"), self.content, columns(None, self.leave), spacing=2 * GRID)
        lines.setStretch(1, 1)
        lines.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.setLayout(lines)
        room = parent.window().size()
        self.resize(min(look.size(size[0]), room.width() - 48), min(look.size(size[1]), room.height() - 48))


def show_shortcuts(desk: Desk, parent: QWidget) -> Reading:
    """Show every action that has keys, as the menus group them."""
    window = Reading(desk.look, parent, tr("Keyboard shortcuts"), size=(640, 620))
    table = QGridLayout()
    table.setHorizontalSpacing(4 * GRID)
    table.setVerticalSpacing(GRID)
    table.setColumnStretch(0, 1)
    keyed = [said for said in desk.actions if said.keys]
    for menu, group in groupby(keyed, key=lambda said: said.menu):
        table.addWidget(label(menu.replace("&", ""), "heading"), table.rowCount(), 0)
        for said in group:
            row = table.rowCount()
            table.addWidget(label(said.text.rstrip("…").replace("&", ""), wrap=True), row, 0)
            table.addWidget(_keys(said.keys), row, 1, Qt.AlignmentFlag.AlignRight)
    holder = QWidget()
    holder.setLayout(table)
    scroll = Scroll(holder)
    scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scroll.setAccessibleName(tr("Keyboard shortcuts"))
    window.content.addWidget(scroll)
    window.open()
    return window


def show_guide(desk: Desk, parent: QWidget) -> Reading:
    """Show the guide to the window, in the language of the window."""
    window = Reading(desk.look, parent, tr("User guide"), size=(820, 760))
    text = QTextBrowser()
    text.setAccessibleName(tr("User guide"))
    text.setOpenLinks(False)
    text.setMarkdown(read_document(GUIDES[language()]))
    window.content.addWidget(text)
    window.open()
    return window


def show_about(desk: Desk, parent: QWidget) -> Reading:
    """Show which version this is, what it promises, and what it is made with."""
    window = Reading(desk.look, parent, tr("About Shoal"), size=(620, 600))
    said = tr("Version {version}. A campaign planner that cannot target a person.", version=__version__)
    promise = tr("It works on this computer alone: it opens no connection, and nothing leaves unless you export it.")
    for text in (said, promise):
        window.content.addWidget(label(text, wrap=True))
    window.content.addWidget(
        label(tr("Shoal is free software under the Apache License 2.0. It is made with:"), wrap=True)
    )
    licences = QPlainTextEdit("\n".join(f"{part.name} {part.version}: {part.licence}" for part in read_parts()))
    for name in LICENCES:
        licences.appendPlainText("\n" + read_resource(name))
    licences.moveCursor(licences.textCursor().MoveOperation.Start)
    licences.setReadOnly(True)
    licences.setTabChangesFocus(True)
    licences.setAccessibleName(tr("Licences"))
    window.content.addWidget(licences, 1)
    window.open()
    return window


def _keys(keys: str) -> QLabel:
    return label(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText), "chip", tone="quiet")
