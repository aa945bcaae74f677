"""The one file of words: what each error and finding says to a person, and what it tells them to do."""

from collections.abc import Mapping
from typing import NamedTuple

from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding


class Words(NamedTuple):
    """What happened, and what to do; both may name facts in braces."""

    what: str
    do: str = ""

    def tell(self, facts: Mapping[str, Fact]) -> str:
        """Fill in the facts. Lists read as words: `a, b and c`."""
        spoken = {name: _speak(fact) for name, fact in facts.items()}
        return f"{self.what} {self.do}".strip().format_map(spoken)


def tell_error(error: PlannerError) -> str:
    """Return the sentence for an error."""
    return ERRORS[error.code].tell(error.facts)


def tell_finding(finding: Finding) -> str:
    """Return the sentence for a finding."""
    return FINDINGS[finding.code].tell(finding.facts)


def _speak(fact: Fact) -> str:
    match fact:
        case bool() | None:
            return {True: "yes", False: "no", None: "nothing"}[fact]
        case int():
            return f"{fact:,}"
        case tuple() if len(fact) > 1:
            return f"{', '.join(fact[:-1])} and {fact[-1]}"
        case tuple():
            return "".join(fact)
        case _:
            return str(fact)


ERRORS: Mapping[str, Words] = {
    # about files and their reading: intake.source, intake.worker
    # about the mapping and the values it types: intake.mapping, banding, cells
    "mapping-unreadable": Words("The mapping {file} cannot be read.", "Name a TOML file in UTF-8 that you may open."),
    "mapping-not-toml": Words("Line {line} of the mapping is not TOML: {reason}.", "Correct that line."),
    "mapping-section-unknown": Words(
        "The mapping has no section [{name}].", "Did you mean [{nearest}]? Columns are written [columns.NAME]."
    ),
    "mapping-section-not-table": Words(
        "[{section}] is not a section.", "Write [columns.NAME] for each column, and [file] for how to read the file."
    ),
    "mapping-file-option-unknown": Words("[file] has no option {name}.", "Did you mean {nearest}? It takes {known}."),
    "mapping-role-missing": Words(
        "Column {column} has no role.",
        "Write role = and one of {roles} under [columns.{column}], or leave the column out.",
    ),
    "mapping-role-unknown": Words(
        "Column {column}: there is no role “{written}”.", "Did you mean “{nearest}”? The roles are {known}."
    ),
    "mapping-kind-unknown": Words(
        "Column {column}: an attribute needs its kind, and “{written}” is none.",
        "Did you mean “{nearest}”? The kinds are {known}.",
    ),
    "mapping-name-needs-quotes": Words(
        "Column {column} is read as two names because of a dot.", "Put the whole name in quotes: {wanted}."
    ),
    "mapping-option-unknown": Words(
        "Column {column}: there is no option {option}.", "Did you mean {nearest}? Here it takes {options}."
    ),
    "mapping-option-misplaced": Words("Column {column}: {option} does not belong to a {owner}.", "It takes {options}."),
    "mapping-option-one-of": Words(
        "Column {column} ({kind}) needs one of {options}, and only one.", "Write one of them and leave the other out."
    ),
    "mapping-option-needed": Words("Column {column} does not say {option}.", "Write {option} = {wanted}."),
    "mapping-value-wrong": Words("Column {column}: {option} is not what it should be.", "Write {wanted}."),
    "mapping-levels-first": Words(
        "Column {column}: its levels begin with {first}.",
        "Write the columns from fine to coarse, {column} itself first.",
    ),
    "mapping-level-has-role": Words(
        "Column {column} is a level of {attribute} and also has the role {role}.",
        "Remove [columns.{column}]: the level already uses it.",
    ),
    "mapping-level-twice": Words("Column {column} is a level of both {attributes}.", "Leave it in one of them."),
    "mapping-sensitive-undemanding": Words(
        "The sensitive column {column} asks for no diversity.", "Write l = 2 or more, or t = 0.2, or drop the column."
    ),
    "mapping-role-twice": Words(
        "The columns {columns} all have the role {role}, and only one can.",
        "Keep the role for one of them and drop the others.",
    ),
    "mapping-no-attribute": Words(
        "The mapping names no attribute, so there is nothing to describe people by.",
        'Give at least one column role = "attribute".',
    ),
    "mapping-identifier-and-weight": Words(
        "{identifier} says a row is one person and {weight} says it is many.",
        "Keep the identifier for a file of people, the weight for a file of counts.",
    ),
    "mapping-updated-alone": Words(
        "{column} says which row of a person is the latest, but no column says who the person is.",
        'Give one column role = "identifier", or drop {column}.',
    ),
    "mapping-too-many-scopes": Words(
        "The mapping names {scopes} consent scopes; one population holds at most {most}.",
        "Drop those that no campaign will ask for.",
    ),
    "mapping-column-absent": Words(
        "The file has no column {column}.", "Did you mean {nearest}? Its columns are {columns}."
    ),
    "value-not-in-order": Words(
        "Column {column}: {people} people have a value that its order does not name.",
        "Add what is missing to {order}, or make the attribute nominal.",
    ),
    "hierarchy-file-missing": Words(
        "The hierarchy file {file} is not there.", "Put it beside the mapping, or correct its name."
    ),
    "hierarchy-file-unreadable": Words(
        "The hierarchy file {file} cannot be read.",
        "Save it as CSV in UTF-8: a value, then its groups from fine to coarse, on each line.",
    ),
    "hierarchy-line": Words(
        "Line {line} of {file} does not have {entries} filled entries.",
        "Give every line a value and then its groups from fine to coarse, as many as the first line.",
    ),
    "hierarchy-two-parents": Words(
        "Line {line} of {file} lists a value again with other groups.", "List each value once."
    ),
    # about the partition: domain.partition
    # about rules: domain.rule_text, domain.binding
    # about the workspace, its keys and snapshots: store
    # about the ledger and campaigns: store.ledger, store.campaigns, domain.campaign
    # about bundles, exports and verification: formats, services
    "key-unreadable": Words(
        "This is not a verification key.",
        "A key is one line: a name, eight hexadecimal digits and base64, joined by plus signs. Ask the sender for it.",
    ),
    "proof-unreadable": Words(
        "The {part} is not written the way a {part} must be.",
        "It was damaged or changed on its way; ask the sender for the file again.",
    ),
    "checkpoint-not-signed": Words(
        "The ledger's checkpoint is not signed by the key {key}.",
        "Do not rely on this file; ask the sender which key they use, by another way than this file.",
    ),
    # about the command line: cli
}

FINDINGS: Mapping[str, Words] = {
    # what an import has to say
    # what an audience and a campaign have to say
}
