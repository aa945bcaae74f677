"""The constants that Qt's binding forgets to count outlive any session."""

import sys

from PySide6.QtWidgets import QApplication, QLabel


def test_no_number_of_calls_of_qt_uses_up_none_and_true(qapp: QApplication) -> None:
    label = QLabel()
    for _ in range(1000):
        label.windowTitleChanged.emit("again")
        label.parentWidget()
    assert min(map(sys.getrefcount, (None, True, False))) > 1_000_000_000
    label.deleteLater()
