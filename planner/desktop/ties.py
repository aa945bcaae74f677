"""Ties: connections that end with the widget they were made for, where the sender lives longer than it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance


def tie(owner: QObject, signal: SignalInstance, do: Callable[..., object]) -> None:
    """Connect a signal to a function for as long as `owner` lives.

    Qt ends connections to methods of a QObject by itself; it cannot know whom a lambda is about.
    """
    connection = signal.connect(do)
    owner.destroyed.connect(lambda: QObject.disconnect(connection))
