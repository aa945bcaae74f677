"""The reminder: nothing opens this workspace when its key is lost, until there is a recovery code."""

from collections.abc import Callable

from planner.desktop.cards import Card, button, button_for, columns, label
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.words import tr


class Reminder(Card):
    """Says what hangs on the key, and offers to make a code now or later."""

    def __init__(self, desk: Desk, later: Callable[[], object], *, is_ring: bool) -> None:
        super().__init__(tone="warn", margin=3 * GRID)
        title = tr("There is no recovery code for this workspace yet")
        where = (
            tr("Everything here is encrypted, and the key is in the key ring of this computer.")
            if is_ring
            else tr("Everything here is encrypted, and only your passphrase opens it.")
        )
        why = tr("If that is ever lost, a recovery code on paper still opens the workspace. Without one, nothing does.")
        self.setAccessibleName(title)
        self.body.addWidget(label(title, "title", wrap=True))
        self.body.addWidget(label(where, wrap=True))
        self.body.addWidget(label(why, wrap=True))
        self.make = button_for(desk.actions["file.recovery-code"], role="primary")
        self.later = button(tr("Later"), later, name=tr("Make a recovery code later"))
        self.body.addSpacing(GRID)
        self.body.addLayout(columns(self.make, self.later, None, spacing=GRID))
