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
    "rule-too-long": Words(
        "The rule is longer than {limit} characters.",
        "Split it, or name a level such as a region instead of listing its values.",
    ),
    "rule-not-text": Words("The rule holds characters that are not text.", "Type it again."),
    "rule-too-deep": Words("The rule nests groups more than {limit} deep.", "Take brackets away, or split the rule."),
    "rule-too-many-conditions": Words(
        "The rule has more than {limit} conditions.", "List values with IN (…), or split the rule."
    ),
    "rule-too-many-values": Words(
        "The rule lists more than {limit} values.", "Name a level such as a region instead of listing its values."
    ),
    "rule-json-invalid": Words(
        "The stored rule is not one that Shoal writes; {place} is wrong.", "Build the rule again."
    ),
    "rule-syntax": Words(
        "Line {line}, column {column}: the rule does not read on from here.",
        "Write conditions such as age >= 25 AND city IN ('Lyon', 'Paris'); SQL words as names go in double quotes.",
    ),
    "rule-quote-open": Words(
        "Line {line}, column {column}: a quotation begins here and never ends.",
        "Close it; an apostrophe inside text is written twice.",
    ),
    "rule-quotes-curly": Words(
        "Line {line}, column {column}: these are typographic quotes.", "Use plain ones: 'text', \"name\"."
    ),
    "rule-comment": Words("Line {line}, column {column}: a rule takes no comments.", "Remove it."),
    "rule-several-statements": Words(
        "Line {line}, column {column}: a rule is one expression, with no semicolon.", "Remove it and what follows."
    ),
    "rule-function": Words(
        "Line {line}, column {column}: a rule takes no functions.",
        "Compare the attribute itself with labels or numbers.",
    ),
    "rule-arithmetic": Words(
        "Line {line}, column {column}: a rule does not calculate.",
        "Write the result; a name with such a sign goes in double quotes.",
    ),
    "rule-parameter": Words(
        "Line {line}, column {column}: a rule takes no parameters.",
        "Write the value itself; a name with such a sign goes in double quotes.",
    ),
    "rule-pattern": Words(
        "Line {line}, column {column}: a rule does not match patterns.", "List the labels with IN (…)."
    ),
    "rule-subquery": Words(
        "Line {line}, column {column}: a rule looks nothing up.",
        "List the labels with IN (…); a name that is a SQL word goes in double quotes.",
    ),
    "rule-null": Words(
        "Line {line}, column {column}: an empty cell is a label here.", "Write = '(missing)' or <> '(missing)'."
    ),
    "rule-comparison-unknown": Words(
        "Line {line}, column {column}: this comparison is not one a rule takes.",
        "Use =, <>, <, <=, >, >=, IN, NOT IN or BETWEEN.",
    ),
    "rule-sign-unknown": Words(
        "Line {line}, column {column}: this sign has no place in a rule.",
        "Text goes in single quotes; a name with signs or spaces in double quotes.",
    ),
    "rule-name-hyphenated": Words(
        "Line {line}, column {column}: a name with a hyphen needs double quotes.", 'Write it like "native-country".'
    ),
    "rule-name-first": Words(
        "Line {line}, column {column}: a condition begins with the name of an attribute.",
        "Write age < 25 rather than 25 > age.",
    ),
    "rule-text-unquoted": Words(
        "Line {line}, column {column}: a condition compares with text or a number, not with another name.",
        "Text goes in single quotes: city = 'Lyon'.",
    ),
    "rule-not-a-condition": Words(
        "Line {line}, column {column}: this is not a condition.",
        "Write a name, a comparison, and what to compare it with: city = 'Lyon'.",
    ),
    "rule-number": Words(
        "Line {line}, column {column}: this number cannot be held exactly.",
        "Use ordinary digits and at most fifteen of them.",
    ),
    "rule-unknown-attribute": Words("There is no attribute {attribute} here.", "Closest: {nearest}."),
    "rule-not-kept": Words(
        "{attribute} is not kept: its role is {role}.", "Nobody can be targeted by it; use another attribute."
    ),
    "rule-ambiguous-name": Words(
        "{name} is a level of {attributes}.", "Use the label under the name of the attribute you mean."
    ),
    "rule-unknown-label": Words("{attribute} has no label “{value}”.", "Closest: {nearest}."),
    "rule-ambiguous-label": Words(
        "“{value}” is a label of {levels}, and they differ.",
        "Use the name of the level you mean instead of {attribute}.",
    ),
    "rule-number-for-label": Words(
        "{attribute} has labels, and {value} is a number.", "Write a label in single quotes; closest: {nearest}."
    ),
    "rule-order-needed": Words("{attribute} has no order, so it has no range.", "List its labels with IN (…)."),
    "rule-missing-in-range": Words(
        "(missing) has no place in the order of {attribute}.", "Add OR … = '(missing)' to the rule."
    ),
    "rule-range-reversed": Words("The range of {attribute} ends before it begins.", "Swap its two ends."),
    "rule-not-an-edge": Words(
        "{attribute} is kept in bands, and {value} falls inside one.", "Closest that works: {works}."
    ),
    # about the workspace, its keys and snapshots: store
    "workspace-absent": Words("There is no workspace in {folder}.", "Check the folder, or import a file to make one."),
    "workspace-exists": Words(
        "There is a workspace in {folder} already.", "Open it, or choose an empty folder for a new one."
    ),
    "workspace-in-use": Words(
        "The workspace in {folder} is open in another window or program.", "Close it there and try again."
    ),
    "folder-is-a-file": Words("{folder} is a file, or lies below one.", "Choose a folder."),
    "folder-read-only": Words(
        "Nothing can be written in {folder}.", "Choose a folder you may write in, or ask for the right to."
    ),
    "folder-unusable": Words("The folder {folder} cannot be used: {reason}.", "Choose another folder."),
    "disk-full": Words(
        "The disk that holds {folder} is full. Nothing was half saved.", "Make room on it and do the last step again."
    ),
    "disk-failed": Words(
        "The disk that holds {folder} did not read or write as asked. Nothing was half saved.",
        "Check the disk and its cable, restart Shoal, and keep a backup elsewhere.",
    ),
    "store-gone": Words(
        "The workspace in {folder} has lost its file store.db; its key is kept by {kept_by}.",
        "Put store.db back from a backup, or choose another folder to begin anew.",
    ),
    "store-empty": Words(
        "The file store.db in {folder} is empty. It was not overwritten.", "Put it back from a backup."
    ),
    "store-damaged": Words(
        "The store in {folder} is damaged: part of it is not what was saved. It was not changed.",
        "Put store.db back from a backup.",
    ),
    "store-not-encrypted": Words(
        "The file store.db in {folder} is not encrypted, so Shoal did not make it.",
        "Put the right file back from a backup, or choose another folder.",
    ),
    "store-newer": Words(
        "This workspace was last opened by a newer Shoal (its tables are number {found}, known here are {known}).",
        "Install the newer version; nothing was changed.",
    ),
    "key-missing": Words(
        "The key of the workspace in {folder} is not where it was kept: {kept_by} does not know it.",
        "Log in as the user who made the workspace, or restore that key ring or key file from a backup. Without the key"
        " the workspace cannot be read, and no new key is made in its place.",
    ),
    "key-wrong": Words(
        "{kept_by} holds a key that is not the one of the workspace in {folder}.",
        "Restore the key ring or key file that belongs to this workspace; nothing was changed.",
    ),
    "key-not-kept": Words(
        "The key was not kept: what {kept_by} gave back is not what was stored. No workspace was made.",
        "Repair the key ring, or set SHOAL_PASSPHRASE to protect the workspace with a passphrase instead.",
    ),
    "key-ring-locked": Words(
        "The key ring ({kept_by}) is locked, or its question was dismissed.", "Unlock it and try again."
    ),
    "key-ring-failed": Words(
        "The key ring ({kept_by}) did not answer: {reason}.", "Log out and in again, then try once more."
    ),
    "key-ring-absent": Words(
        "The key of the workspace in {folder} is not beside it, and no key ring runs here that could keep it.",
        "Open it in the desktop session of the user who made it, or restore store.key from a backup.",
    ),
    "store-key-damaged": Words(
        "What {kept_by} keeps for this workspace is not a key.", "Restore the key ring or key file from a backup."
    ),
    "passphrase-wrong": Words(
        "The passphrase does not open this workspace.", "Type it again; mind capital letters and the keyboard's layout."
    ),
    "passphrase-missing": Words(
        "This machine has no key ring, so the workspace needs a passphrase.",
        "Set {variable} to a passphrase you will remember: without it nobody can read the workspace again.",
    ),
    "passphrase-too-short": Words("The passphrase is too short.", "Use at least {shortest} characters."),
    "no-populations": Words("Nothing has been imported yet.", "Import a file of customers first."),
    "unknown-population": Words("There is no population {population}.", "The nearest names here are {nearest}."),
    "unknown-snapshot": Words("There is no snapshot {snapshot}.", "List the populations to see the current ones."),
    # about the ledger and campaigns: store.ledger, store.campaigns, domain.campaign
    # about the policy: domain.policy
    "policy-field-unknown": Words("The policy has no field {field}.", "Did you mean {nearest}?"),
    "policy-field-missing": Words(
        "The policy does not say {field}.", "It was written by another version; set every field and save it again."
    ),
    "policy-value-wrong": Words("The policy's {field} is not what it should be.", "Give {wanted}."),
    "policy-out-of-bounds": Words(
        "The policy's {field} is out of bounds.", "Choose a number from {lowest} to {highest}."
    ),
    "policy-platform-missing": Words(
        "A delivery floor belongs to a platform.", "Name it too, such as delivery-floors.meta; known are {platforms}."
    ),
    "policy-campaign-k-below-floor": Words(
        "A campaign would need {campaign_k} people, fewer than the {floor} of the smallest group.",
        "Raise campaign_k to {floor} or more, or lower the floor first.",
    ),
    "policy-retention-before-stale": Words(
        "Data would have to go after {retention} days, before it counts as old at {stale} days.",
        "Raise retention_days or lower stale_after_days.",
    ),
    # about bundles, exports and verification: formats, services
    "key-unreadable": Words(
        "This is not a verification key.",
        "A key is one line: a name, eight hexadecimal digits and base64, joined by plus signs. Ask the sender for it.",
    ),
    "proof-unreadable": Words(
        "The {part} is not written the way a {part} must be.",
        "It was damaged or changed on its way; ask the sender for the file again.",
    ),
    "bundle-unreadable": Words(
        "This is not a bundle that can be trusted: {reason}.",
        "Do not use what is in it; ask the sender for the bundle again.",
    ),
    "ledger-export-unreadable": Words(
        "The copy of the ledger is damaged in line {line}.",
        "Export the ledger again and use that file.",
    ),
    "file-not-written": Words(
        "{file} could not be written: {reason}.",
        "Nothing was left half-written. Choose another folder or make room, and try again.",
    ),
    "checkpoint-not-signed": Words(
        "The ledger's checkpoint is not signed by the key {key}.",
        "Do not rely on this file; ask the sender which key they use, by another way than this file.",
    ),
    # about the command line: cli
}

FINDINGS: Mapping[str, Words] = {
    # what an import has to say
    "folder-synced": Words(
        "The folder {folder} seems to be copied to other machines by {service}.",
        "Choose a folder that is not: such copies damage an open workspace and keep what you have deleted.",
    ),
    # what an audience and a campaign have to say
}
