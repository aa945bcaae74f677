"""Leaks: what a test leaves behind, found by comparing what there is after it with what there was before."""

import gc
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is at one moment: widgets by their identity, threads, and connections to what outlives a test."""

    widgets: frozenset[int]
    threads: frozenset[threading.Thread]
    receivers: Mapping[str, int]


def standing(*lasting: QObject) -> Standing:
    """Return what there is now; `lasting` are the objects that outlive a test."""
    widgets = frozenset(map(id_of, QApplication.allWidgets()))
    return Standing(widgets, frozenset(threading.enumerate()), receivers(lasting))


def left_behind(before: Standing, *lasting: QObject) -> Iterator[str]:
    """Name every widget, thread and connection that was not there before, and every timer that runs."""
    settle_deletions()
    for widget in QApplication.allWidgets():
        if id_of(widget) not in before.widgets and widget.isWindow():
            yield f"a widget: {widget!r} {widget.accessibleName()!r}"
    for timer in active_timers():
        yield f"a running timer: {timer!r} of {timer.parent()!r}"
        timer.stop()  # the next test is not to be blamed for it
    for thread in threading.enumerate():
        if thread not in before.threads and thread.is_alive():
            yield f"a thread: {thread.name}"
    for signal, count in receivers(lasting).items():
        if count > before.receivers[signal]:
            yield f"a connection: {signal}, {count - before.receivers[signal]} more than before"


def settle_deletions() -> None:
    """Destroy what is to be deleted later, and what only circles hold."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def active_timers() -> list[QTimer]:
    """Return every running timer that was made in Python, whoever owns it."""
    found = [each for each in gc.get_objects() if type(each) is QTimer]
    return [each for each in found if shiboken6.isValid(each) and each.isActive()]


def id_of(wrapped: QObject) -> int:
    """Return what a Qt object is known by, however often it is wrapped."""
    return int(shiboken6.getCppPointer(wrapped)[0])


def receivers(owners: Iterable[QObject]) -> dict[str, int]:
    """Return how many connections each signal of some objects has."""
    counts = {}
    for owner in owners:
        meta = owner.metaObject()
        for method in map(meta.method, range(meta.methodCount())):
            is_end = bytes(method.name().data()) == b"destroyed"  # PySide itself listens to the end of what it wraps
            if method.methodType() == method.MethodType.Signal and not is_end:
                signature = bytes(method.methodSignature().data()).decode()
                counts[f"{type(owner).__name__}.{signature}"] = owner.receivers(f"2{signature}")
    return counts


def unexpected(records: Iterable[logging.LogRecord]) -> Iterator[str]:
    """Name every line of a log that warns."""
    for record in records:
        if record.levelno >= logging.WARNING:
            yield f"a log line: {record.name}: {record.getMessage()}"
