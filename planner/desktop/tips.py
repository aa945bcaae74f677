"""Tips that are told as they are: Qt takes text that looks like HTML for HTML, and would fetch the pictures in it."""

import html

from PySide6.QtWidgets import QWidget


def plain(text: str) -> str:
    """Return a tip that shows this text, whatever is in it; names of people's own may be HTML."""
    return f'<span style="white-space:pre-wrap">{html.escape(text)}</span>' if "<" in text else text


def plain_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tip that is told as it is, and broken into lines where it is long."""
    widget.setToolTip(f"<span>{html.escape(text)}</span>" if text else "")
