"""The forecast card: what the campaign may bring, by what its own brief expects."""

from planner.desktop.cards import Card, label
from planner.desktop.words import number, people, tr
from planner.domain.brief import Brief
from planner.services.outlook import Outlook, forecast


class ForecastCard(Card):
    """People, responses and what each costs, in a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label("", "muted", wrap=True)
        self.body.addWidget(label(tr("Forecast"), "strong"))
        self.body.addWidget(self.said)
        self.said.setText(_open_words())

    def show_outlook(self, brief: Brief, outlook: Outlook | None) -> None:
        """Show what may be expected of the people who can be reached, or could be with the first suggestion."""
        if outlook is None or not (brief.budget or brief.expected_response):
            self.said.setText(_open_words())
            return
        least = outlook.examination.policy.campaign_k
        if outlook.reachable >= least:
            self.said.setText(_told(brief, outlook.reachable))
        elif outlook.widenings:
            told = _told(brief, outlook.widenings[0].reachable)
            self.said.setText(tr("With the first suggestion applied: {forecast}", forecast=told))
        else:
            self.said.setText(tr("Too few people can be reached to expect anything."))


def _told(brief: Brief, count: int) -> str:
    found = forecast(brief, count)
    parts = [people(count)]
    if found.responses is not None:
        parts.append(tr("about %Ln responses", found.responses))
    cost = found.cost_per_response if brief.expected_response else found.cost_per_person
    if cost is not None:
        parts.append(tr("{cost} each", cost=number(float(cost), decimals=2)))
    return tr("{parts}.", parts=", ".join(parts))


def _open_words() -> str:
    return tr("Say the budget or the response you expect, and it is worked out here.")
