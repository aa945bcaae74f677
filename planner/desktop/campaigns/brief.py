"""The brief column: what the campaign is for, how it reaches people, who receives the list, when, and for how much."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from planner.desktop.campaigns.forecast import ForecastCard
from planner.desktop.campaigns.platforms import PLATFORMS
from planner.desktop.campaigns.several import Several
from planner.desktop.cards import label, rows
from planner.desktop.desk import Desk
from planner.desktop.forms import Row, choice, choose
from planner.desktop.look import GRID
from planner.desktop.spoken import said
from planner.desktop.typed import DayField, Typed
from planner.desktop.words import tr
from planner.domain.brief import OWN_COMPANY, Brief
from planner.domain.campaign import Campaign
from planner.domain.vocabulary import PROFILING, SPECIAL_CATEGORY, THIRD_PARTY_SHARING, Vocabulary

FOLLOWING = (PROFILING, THIRD_PARTY_SHARING, SPECIAL_CATEGORY)
"""Purposes that follow from the audience and the recipients: offered only where somebody declared them."""
OWN, OTHERS = "own", "others"
PAIRED = 284
"""From how many pixels, at 100 %, two short fields share a line."""


class BriefColumn(QWidget):
    """The fields of the brief. What a person changes is told at once, in the words of the Edit menu."""

    renamed = Signal(str)
    changed = Signal(str, dict, str)
    """Words, the fields of the brief, and under which key such edits merge."""

    def __init__(self, desk: Desk, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._campaign = ""
        self.name = Typed(longest=120)
        self.goal = Typed(hint=tr("What it should achieve"))
        channels = ((said(each.name), key) for key, each in vocabulary.channels.items())
        self.channel = choice([(tr("Choose…"), ""), *channels])
        self.platform = choice([(tr("Choose…"), "")])
        self.purposes = Several(
            desk.look, {key: (said(each.name), said(each.sentence)) for key, each in vocabulary.purposes.items()}
        )
        self.receives = choice([(tr("Our own team"), OWN), (tr("Another company too"), OTHERS)])
        self.others = Typed(hint=tr("Its name"))
        self.sells = QCheckBox(tr("They pay for the list"))
        self.starts, self.ends = DayField(desk.look), DayField(desk.look)
        self.budget, self.response = Typed(longest=20), Typed(longest=8)
        self.forecast = ForecastCard()
        self._look = desk.look
        self._pairs = QGridLayout()
        self._lay_out()
        self._listen()
        for each in self.findChildren(Typed):
            each.undo_asked.connect(desk.undo.undo)
            each.redo_asked.connect(desk.undo.redo)

    def show_campaign(self, campaign: Campaign) -> None:
        """Show a campaign's brief, without telling anyone, and not over what is just being typed."""
        is_other, self._campaign = campaign.id != self._campaign, campaign.id
        brief = campaign.brief
        self.name.show_text(campaign.name)
        self.goal.show_text(brief.goal)
        choose(self.channel, brief.channel)
        self._show_platforms(brief)
        self._show_purposes(brief)
        self._show_recipients(brief, is_other=is_other)
        self.starts.show_day(brief.starts_on)
        self.ends.show_day(brief.ends_on)
        self.budget.show_text(_told(brief.budget))
        self.response.show_text(_told(brief.expected_response, " %"))
        self._say_missing(brief)

    def flush(self) -> None:
        """Tell what is typed and was not told yet."""
        for each in self.findChildren(Typed):
            each.flush()

    def set_editable(self, is_editable: bool) -> None:  # noqa: FBT001 — Qt's own setters read the same
        """Take edits, or only show."""
        for row in self.findChildren(Row):
            row.field.setEnabled(is_editable)
        self.sells.setEnabled(is_editable)

    def _lay_out(self) -> None:
        self._name_row = Row(tr("Name"), self.name)
        self._channel_row = Row(tr("Channel"), self.channel)
        self._purposes_row = Row(tr("What the data is used for"), self.purposes)
        self._platform_row = Row(tr("Platform"), self.platform)
        self._others_row = Row(tr("Which company"), self.others)
        self._rows = {
            "starts_on": Row(tr("Starts"), self.starts),
            "ends_on": Row(tr("Ends"), self.ends),
            "budget": Row(tr("Budget"), self.budget),
            "expected_response": Row(tr("Expected response"), self.response),
        }
        self._pairs.setHorizontalSpacing(GRID)
        self._pairs.setVerticalSpacing(2 * GRID)
        self._pair_up()
        self.setLayout(
            rows(
                label(tr("Brief"), "heading"),
                self._name_row,
                Row(tr("Goal"), self.goal),
                self._channel_row,
                self._platform_row,
                self._purposes_row,
                Row(tr("Who receives the list"), self.receives),
                self._others_row,
                self.sells,
                self._pairs,
                self.forecast,
                None,
                spacing=2 * GRID,
                margins=3 * GRID,
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put short fields side by side only where they can be read."""
        super().resizeEvent(event)
        self._pair_up()

    def _pair_up(self) -> None:
        across = 2 if self.width() >= self._look.size(PAIRED) else 1
        for place, row in enumerate(self._rows.values()):
            self._pairs.addWidget(row, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._pairs.setColumnStretch(column, 1 if column < across else 0)

    def _listen(self) -> None:
        self.name.typed.connect(self._on_named)
        self.goal.typed.connect(lambda text: self.changed.emit(tr("Change goal"), {"goal": text.strip()}, "goal"))
        self.channel.activated.connect(self._on_channel)
        self.platform.activated.connect(
            lambda _at: self._tell(tr("Change platform"), platform=self.platform.currentData() or None)
        )
        self.purposes.chosen.connect(lambda keys: self._tell(tr("Change what the data is used for"), purposes=keys))
        self.receives.activated.connect(self._on_receives)
        self.others.typed.connect(self._on_others)
        self.sells.clicked.connect(lambda checked: self._tell(tr("Change who pays"), sells=checked))
        for field, row, words in (
            (self.starts, "starts_on", tr("Change start")),
            (self.ends, "ends_on", tr("Change end")),
        ):
            field.day_changed.connect(lambda day, row=row, words=words: self.changed.emit(words, {row: day}, row))
            field.mistaken.connect(self._rows[row].tell_mistake)
        self.budget.typed.connect(lambda text: self._on_amount("budget", tr("Change budget"), text))
        self.response.typed.connect(
            lambda text: self._on_amount("expected_response", tr("Change expected response"), text)
        )

    def _tell(self, words: str, **fields: object) -> None:
        self.changed.emit(words, fields, "")

    def _on_named(self, text: str) -> None:
        self._name_row.tell_mistake("" if text.strip() else tr("Give it a name"))
        if text.strip():
            self.renamed.emit(text.strip())

    def _on_channel(self) -> None:
        channel = self.channel.currentData()
        known = self._vocabulary.channels.get(channel)
        platform = self.platform.currentData() if known and known.platforms else None
        self._tell(tr("Change channel"), channel=channel, platform=platform or None)

    def _on_receives(self) -> None:
        is_others = self.receives.currentData() == OTHERS
        self._show_others(is_others)
        if is_others:
            self.others.setFocus()
        else:
            self._tell(tr("Change who receives the list"), recipients=(OWN_COMPANY,), sells=False)

    def _on_others(self, text: str) -> None:
        names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
        recipients = (OWN_COMPANY, *(name for name in names if name != OWN_COMPANY))
        self.changed.emit(tr("Change who receives the list"), {"recipients": recipients}, "recipients")

    def _on_amount(self, field: str, words: str, text: str) -> None:
        amount = _read(text)
        is_wrong = amount is None or (field == "expected_response" and bool(amount) and float(amount) > 100)
        example = tr("Write a percentage from 0 to 100") if field == "expected_response" else tr("Write an amount")
        self._rows[field].tell_mistake(example if is_wrong else "")
        if not is_wrong:
            self.changed.emit(words, {field: amount}, field)

    def _say_missing(self, brief: Brief) -> None:
        """Say at each field that is still empty that a check needs it."""
        needed = {
            self._channel_row: brief.channel,
            self._purposes_row: brief.purposes,
            self._rows["starts_on"]: brief.starts_on,
            self._rows["ends_on"]: brief.ends_on,
        }
        for row, value in needed.items():
            row.tell_help("" if value else tr("Still to fill in"))

    def _show_platforms(self, brief: Brief) -> None:
        known = self._vocabulary.channels.get(brief.channel)
        offered = dict.fromkeys(filter(None, [*(known.platforms if known else ()), brief.platform]))
        _fill(self.platform, {"": tr("Choose…")} | {key: PLATFORMS.get(key, key) for key in offered})
        choose(self.platform, brief.platform or "")
        self._platform_row.setVisible(bool(offered))

    def _show_purposes(self, brief: Brief) -> None:
        self.purposes.show_chosen(brief.purposes)
        for key in FOLLOWING:
            self.purposes.options[key].setVisible(key in brief.purposes)

    def _show_recipients(self, brief: Brief, *, is_other: bool) -> None:
        others = brief.third_parties
        if others or is_other or not self.others.hasFocus():
            choose(self.receives, OTHERS if others else OWN)
            self._show_others(bool(others))
        self.others.show_text(", ".join(others))
        self.sells.setChecked(brief.sells)

    def _show_others(self, is_shown: bool) -> None:  # noqa: FBT001
        self._others_row.setVisible(is_shown)
        self.sells.setVisible(is_shown)


def _fill(field: QComboBox, options: dict[str, str]) -> None:
    if [field.itemData(at) for at in range(field.count())] != list(options):
        field.clear()
        for key, words in options.items():
            field.addItem(words, key)


def _read(text: str) -> str | None:
    """Return an amount as decimal text from what people write, such as `€ 1,200.50`; None when it is none."""
    plain = text.strip().strip("€$£%").strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if not plain:
        return ""
    for locale in (QLocale(), QLocale.c()):
        value, is_number = locale.toDouble(plain)
        if is_number and 0 <= value < 1e15:
            return f"{value:.2f}".rstrip("0").rstrip(".")
    return None


def _told(amount: str, unit: str = "") -> str:
    return amount.replace(".", QLocale().decimalPoint()) + unit if amount else ""
