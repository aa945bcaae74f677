"""Why the survey proposes what it proposes: one sentence per reason, and one per warning."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.spoken import Said, Spoken
from planner.intake.mapping import AttributeColumn, ConsentColumn, SensitiveColumn

Options = AttributeColumn | ConsentColumn | SensitiveColumn


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column should be, and why; `column` holds the options of an attribute, consent or sensitive column.

    Roles are those of a mapping, and "level" for a coarser column of a hierarchy.
    """

    name: str
    role: str
    reason: str
    warning: str = ""
    column: Options | None = None


def explained(
    name: str, role: str, reason: str, warning: str = "", *, column: Options | None = None, **facts: Said
) -> Proposal:
    """Return a proposal with the sentences that a reason and a warning stand for; `facts` fill the reason."""
    return Proposal(name, role, Spoken(REASONS[reason], **facts), WARNINGS[warning] if warning else "", column)


REASONS: Mapping[str, str] = {
    "identifier": "Nearly every row has a value of its own: people are counted by it, then it is gone.",
    "identifier-named": "Its name says that it numbers people: they are counted by it, then it is gone.",
    "identifier-email": "No customer number was found: people are counted by it, then it is gone.",
    "updated": "People have several rows: the latest by this date counts.",
    "updated-alone": "It says when a row changed, not something about the person.",
    "weight": "Each row stands for this many people.",
    "consent": "It says yes or no to being contacted or described.",
    "refusal": "It says that a person does not want something: only those who did not say so count as agreed.",
    "consent-unclear": "It seems to be about consent, but its cells do not say yes or no.",
    "answer": "It looks like an answer of yes or no, and its name does not say to what.",
    "direct-email": "It holds e-mail addresses.",
    "direct-phone": "It holds telephone numbers.",
    "direct-iban": "It holds bank account numbers.",
    "direct-card": "It holds card numbers.",
    "direct-ip": "It holds network addresses.",
    "direct-address": "It holds street addresses.",
    "direct-person name": "It holds names of people.",
    "direct-bank": "Its name says that it holds bank details.",
    "direct-network": "Its name says that it tells devices apart.",
    "direct-position": "It holds exact positions.",
    "direct-official id": "Its name says that it holds an official number.",
    "direct-online name": "Its name says that it holds what people are called or linked to online.",
    "birth": "Dates of birth become bands of years.",
    "special": "Its name tells of a special category of personal data (GDPR article 9 or 10).",
    "money": "Its name tells of what a person earns or owes.",
    "sensitive-varied": "It is sensitive and has too many different values to keep groups diverse.",
    "empty": "Every cell is empty.",
    "constant": "Every person has the same value, so it tells nothing.",
    "nested": "Its cells hold lists or records.",
    "key": "It numbers something, so it tells rows apart instead of describing people.",
    "suspected": "It may say who a person is: its words are short, and many of them differ from row to row.",
    "level": "It follows from {fine}, and is a coarser level of it.",
    "hierarchy": "{coarser} follow from it, so it can be coarsened step by step.",
    "dates": "Dates become bands.",
    "numbers": "Numbers become bands with round edges.",
    "ages": "Ages become the usual bands.",
    "years": "Years become bands.",
    "few": "It has few different values.",
    "many": "It has many values: the commonest are kept.",
    "free-text": "It has too many different values to describe groups of people.",
    "postcode": "A postcode is too fine by itself, and no coarser column follows from it.",
    "number-mixed": "Most cells are numbers, but not all.",
    "date-mixed": "Most cells are dates, but not all.",
    "local-date": "Its dates are not written as year-month-day.",
    "comma-number": "Its numbers have a decimal comma.",
}

WARNINGS: Mapping[str, str] = {
    "unnamed-identifier": "Its name does not say that it numbers people: make sure that a person has one value only.",
    "direct": "It says who a person is: it is dropped at import and never stored.",
    "birth": "Exact dates of birth nearly name a person: only the bands are kept.",
    "consent-check": "Check that these words mean yes, and that people were asked about this use.",
    "answer": (
        "If people agreed to something here, make it a consent, with its scope and the words that mean yes; "
        "if it only describes them, make it an attribute that describes groups."
    ),
    "flag": "If 1 means that people agreed to something, make it a consent, with its scope and 1 for yes.",
    "refusal-check": "Yes means no here, and an empty cell counts as not agreed: check the words.",
    "consent-unclear": "Make it a yes or no column if campaigns need it.",
    "special": "It can never be targeted, and every group holds several of its values. Drop it unless you need that.",
    "suspected": (
        "If each person has one value, make it the identifier, so that nobody is counted twice; "
        "if it describes people, make it an attribute."
    ),
    "clean": "Correct the file if you need this column.",
}

NOTES: Mapping[str, str] = {
    "other-sheets": "Only the first visible sheet was looked at. Sheets beside it that hold values: {sheets}.",
    "encoding-guessed": (
        "The file is not in UTF-8 and was read as Western European (windows-1252). If letters with accents look wrong, "
        "save it again as UTF-8, or name its encoding in the mapping."
    ),
    "no-identifier": "No column tells people apart, so every row is taken for one person.",
    "no-consent": "No column of consent was found: no campaign that needs consent can be approved.",
    "priority": (
        "Marketers usually target by {columns} most, so these have a priority and stay more exact than the rest. "
        "Confirm it: raise the priority of what your campaigns ask for often, and lower it for what they do not."
    ),
    "many-attributes": (
        "{attributes} attributes are many: with fewer, groups stay more exact. Drop those that no campaign asks for."
    ),
}
