"""The one file of words: what each error and finding says to a person, and what it tells them to do."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planner.domain.changes import Change
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


def tell_changes(changes: Iterable[Change]) -> str:
    """Return what several edits of a rule change, in one line."""
    return "; ".join(CHANGES[change.code].tell(change.facts) for change in changes)


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
    "file-missing": Words("There is no file {file}.", "Check its name and folder."),
    "file-is-folder": Words("{file} is a folder.", "Name the file inside it."),
    "file-unreadable": Words("{file} cannot be opened.", "Check that you may read it and that nothing else locks it."),
    "file-empty": Words("{file} is empty.", "Export it again."),
    "file-has-no-rows": Words("{file} names columns and holds no rows.", "Export it again, with its rows."),
    "file-is-old-excel": Words(
        "{file} is an old Excel workbook, or one with a password.", "Save it without a password as XLSX or CSV."
    ),
    "file-is-packed": Words("{file} is packed.", "Unpack it first."),
    "file-kind-unknown": Words("{file} is no table of customers.", "Give a CSV, Parquet or XLSX file."),
    "file-has-nul": Words(
        "{file} holds a character that no text has (NUL or Ctrl-Z), near line {line}.",
        "It may be damaged or no text at all: export it again.",
    ),
    "file-damaged": Words("{file} is damaged or cut off, or not what it says it is.", "Copy or export it again."),
    "encoding-unknown": Words("There is no encoding {encoding}.", "Write utf-8, utf-16 or cp1252 under [file]."),
    "encoding-wrong": Words(
        "{file} does not read as the encoding that was named or that its first bytes say, near line {line}.",
        "Export it as UTF-8, or name its encoding under [file].",
    ),
    "encoding-unclear": Words(
        "{file} is not UTF-8, and what else it is cannot be told safely.",
        "Export it as UTF-8, or name its encoding under [file].",
    ),
    "header-missing": Words(
        "The first line of {file} names no columns.", "Add a header line, or list names under [file]."
    ),
    "csv-header-width": Words(
        "[file] lists {expected} column names and {file} has {found} columns.", "Name every column, in order."
    ),
    "column-named-twice": Words("{file} has two columns called {column}.", "Rename one of them."),
    "too-many-columns": Words(
        "{file} has {columns} columns; at most {most} can be read.", "Export only those that are needed."
    ),
    "csv-delimiter-unclear": Words(
        "What parts the columns of {file} is not clear: {delimiters}.", "Write delimiter = under [file]."
    ),
    "csv-line-ends": Words("The lines of {file} end in different ways.", "Save it again with one kind of line end."),
    "csv-quote": Words(
        "A quoted text in {file} is not closed, or goes on behind its closing quote, at line {line}.",
        "Quotes inside a quoted text are written twice: correct the line or export the file again.",
    ),
    "csv-line-too-long": Words("Line {line} of {file} is longer than two million characters.", "Correct that line."),
    "csv-ragged-line": Words(
        "Line {line} of {file} has {found} columns instead of {expected}.", "Correct the line or export the file again."
    ),
    "csv-line-unreadable": Words("Line {line} of {file} cannot be read.", "Correct the line or export the file again."),
    "csv-blank-lines": Words(
        "{file} has one column and {lines} blank lines: they may be people or nobody.", "Remove the blank lines."
    ),
    "rows-disagree": Words(
        "Two independent counts of the rows of {file} disagree: {engine} and {counted}. Nothing was imported.",
        "A stray quote mark or a damaged line is the usual reason: export the file again, as UTF-8.",
    ),
    "workbook-damaged": Words("The workbook {file} is damaged.", "Open it in a spreadsheet program and save it again."),
    "workbook-encrypted": Words("The workbook {file} has a password.", "Save it without one."),
    "workbook-empty": Words("The first visible sheet of {file} holds no table.", "Put the table on the first sheet."),
    "workbook-too-large": Words(
        "The workbook {file} unpacks to far more than a table of customers.", "Save the table as CSV."
    ),
    "column-nested": Words(
        "Column {column} of {file} holds lists or records.", "Leave it out, or export plain values."
    ),
    "column-has-nul": Words("Column {column} of {file} holds characters that no text has (NUL).", "Leave it out."),
    "too-many-values": Words(
        "Column {column} holds more than {most} different values.", "Leave it out, or cut it into bands or a hierarchy."
    ),
    "too-many-labels": Words(
        "Column {column} keeps {labels} different values apart; {most} is the most.",
        "Cut it into bands or a hierarchy, keep the commonest with top, or leave it out.",
    ),
    "number-unreadable": Words(
        "Column {column} is cut into bands, and {rows} rows hold no number there, the first at line {line}.",
        "Write plain numbers with a decimal point, or leave the cell empty.",
    ),
    "date-unreadable": Words(
        "Column {column} should hold dates, and {rows} rows hold something else, the first at line {line}.",
        "Write dates as 2026-01-31, or leave the cell empty.",
    ),
    "weight-unreadable": Words(
        "Column {column} should say how many people a row stands for; {rows} rows do not, the first at line {line}.",
        "Write whole numbers from 0 up.",
    ),
    "weights-add-up-wrong": Words(
        "The rows of {file} stand for nobody, or for more people than there are.", "Check column {column}."
    ),
    "nobody-identified": Words(
        "All {rows} rows of {file} have an empty identifier.", "Choose another column as the identifier."
    ),
    "import-cancelled": Words("The reading of {file} was stopped; nothing was kept."),
    "import-took-too-long": Words(
        "Reading {file} took too long and was stopped.", "Give it more time, or a smaller file."
    ),
    "import-out-of-memory": Words(
        "Reading {file} needs more memory than it may use, and rows are never put on the disk.",
        "Give it more memory, leave out columns with many different values, or save the file as UTF-8 CSV or Parquet.",
    ),
    "import-crashed": Words(
        "The process that reads {file} ended unexpectedly; a damaged file can do that. Nothing was kept.",
        "Export the file again, or in another format.",
    ),
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
    "floor-too-low": Words(
        "A floor of {floor} protects nobody: a segment could be a single person.",
        "Choose at least {least}; 20 is a good start.",
    ),
    "population-below-floor": Words(
        "These are only {people} people, fewer than the smallest segment of {floor} that may exist.",
        "Import more customers together, or ask your privacy officer about a lower floor.",
    ),
    "not-diverse-enough": Words(
        "Every segment needs {distinct} different values of {column}, and all customers together have {found}.",
        "Lower l for this column, or drop the column.",
    ),
    "population-too-large": Words(
        "The closeness of {column} can be kept exactly for up to {most} people, and these are {people}.",
        "Import fewer people at once, or use l for this column instead of t.",
    ),
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
    "no-campaigns": Words("There is no campaign yet.", "Draft one first."),
    "unknown-campaign": Words("There is no campaign {campaign}.", "The nearest names here are {nearest}."),
    "campaign-name-shared": Words("Several campaigns are called {campaign}.", "Say which by its id: {ids}."),
    "unknown-release": Words("There is no released list {release}.", "List the campaigns to see what has left."),
    "ledger-entry-absent": Words("The ledger has no entry {index}.", "List the ledger to see its entries."),
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
    # about consent scopes and the vocabulary: domain.catalogue, domain.vocabulary
    "vocabulary-unreadable": Words(
        "The vocabulary of purposes and channels cannot be read; {place} is wrong.",
        "Install Shoal again; nothing was changed.",
    ),
    "catalogue-unreadable": Words(
        "The catalogue of consent scopes cannot be read; {place} is wrong.",
        "It was written by another version or changed by hand; restore it from a backup.",
    ),
    "unknown-scope": Words("The catalogue has no consent scope {scope}.", "Did you mean {nearest}?"),
    "scope-exists": Words("There are two consent scopes named {scope}.", "Give each a name of its own."),
    "scope-name-wrong": Words(
        "“{scope}” cannot name a consent scope.", "Use small letters, digits and hyphens, such as email-marketing."
    ),
    "scope-field-unknown": Words("A consent scope has no field {field}.", "Did you mean {nearest}?"),
    "scope-field-value-unknown": Words(
        "Consent scope {scope}: “{written}” is no {field} that the vocabulary knows.", "Did you mean {nearest}?"
    ),
    "scope-value-wrong": Words(
        "{place} is not what it should be.", "Give text, a date, a number of days, or yes or no, as the field asks."
    ),
    "scope-validity-wrong": Words(
        "Consent scope {scope}: a yes cannot be valid for so many days.",
        "Choose 1 to {longest} days, or none when it lasts until it is withdrawn.",
    ),
    "scope-sentence-missing": Words(
        "Consent scope {scope} does not say what people agreed to.", "Write the sentence that they were shown."
    ),
    # about campaigns and their life: domain.brief, domain.campaign
    "text-not-text": Words("Something typed holds characters that are not text.", "Type it again."),
    "brief-budget-wrong": Words(
        "“{written}” is not an amount.", "Write digits with a point before the decimals, such as 1200.50."
    ),
    "brief-response-wrong": Words(
        "“{written}” is not a response rate.", "Write the percentage you expect, from 0 to 100, such as 2.5."
    ),
    "campaign-unreadable": Words(
        "This campaign cannot be read; {place} is wrong.",
        "It was written by another version or changed by hand; restore it from a backup.",
    ),
    "campaign-name-missing": Words("The campaign has no name.", "Give it one."),
    "campaign-author-missing": Words("Nobody is named as the campaign's author.", "Say who you are."),
    "campaign-field-unknown": Words("A campaign has no {field} that can be edited.", "Did you mean {nearest}?"),
    "campaign-verb-refused": Words(
        "The campaign {campaign} is {state}, so this cannot be done: {verb}.", "What can be done now: {allowed}."
    ),
    "campaign-retired": Words(
        "The campaign {campaign} is retired; nothing more happens to it.", "Make a new campaign like it."
    ),
    "check-missing": Words(
        "The campaign {campaign} has no scope check that passed, as it is now.",
        "Check it, and repair what the check names.",
    ),
    "check-outdated": Words(
        "The campaign {campaign}, its data, the policy or the consent catalogue changed after the scope check.",
        "Check it again and have it approved again.",
    ),
    "check-expired": Words(
        "The scope check of {campaign} held until {valid_until}.", "Check it again and have it approved again."
    ),
    "approval-missing": Words("Nobody has approved the campaign {campaign} as it is.", "Have it approved first."),
    "approval-name-missing": Words("An approval needs a name.", "Say who approves."),
    "approval-reason-missing": Words(
        "The scope check of {campaign} passed with warnings: {warnings}.", "Type why it may run all the same."
    ),
    "approval-own-campaign": Words(
        "{approver} wrote or last changed the campaign {campaign}, and the policy asks for a second person.",
        "Have somebody else approve it.",
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
    "wrong-usage": Words("That is not how it is written: {complaint}.", "Write: {usage}."),
    "population-unnamed": Words("The population has no name.", "Write what its people are called, such as customers."),
}

FINDINGS: Mapping[str, Words] = {
    # what an import has to say
    "no-consent-column": Words(
        "No column of this file says what people agreed to, so no campaign can be exported from it.",
        'Map one: role = "consent" and scope = "email-marketing".',
    ),
    "rows-without-identifier": Words(
        "{rows} rows have no identifier and were left out: nobody can say whose they are.",
        "Complete them in the file and import it again if those people matter.",
    ),
    "repeated-rows": Words("{rows} rows repeat somebody. {people} different people were counted, each once."),
    "conflicting-rows": Words(
        "{people} people have rows that disagree. One row of each was taken: the latest, or else the first by value.",
        'Map the column that says when a row was changed: role = "updated".',
    ),
    "conflicting-consents": Words("{people} people said both yes and no. Shoal takes that as no."),
    "rare-values": Words(
        "{attribute} has {values} values that fewer than {floor} people have. They are kept by name, among others.",
        'Write rare = "other" for it in the mapping to fold them.',
    ),
    "folder-synced": Words(
        "The folder {folder} seems to be copied to other machines by {service}.",
        "Choose a folder that is not: such copies damage an open workspace and keep what you have deleted.",
    ),
    # what a scope check has to say
    "purpose-undeclared": Words("The campaign does not say what it is for.", "Choose one of: {purposes}."),
    "purpose-unknown": Words("Nobody here knows the purpose “{purpose}”.", "Did you mean {nearest}?"),
    "channel-undeclared": Words("The campaign does not say how it reaches people.", "Choose one of: {channels}."),
    "channel-unknown": Words("Nobody here knows the channel “{channel}”.", "Did you mean {nearest}?"),
    "recipients-undeclared": Words(
        "The campaign does not say who receives the list.", "Name them; it may be your own company alone."
    ),
    "scope-unknown": Words(
        "The catalogue has no consent scope {scope}.", "Did you mean {nearest}? A privacy officer can add new ones."
    ),
    "scope-uncovered": Words(
        "No consent scope covers {purpose} on the channel {channel}, so nobody can have agreed to it.",
        "Choose another purpose or channel, or have the scope added and ask people.",
    ),
    "legal-basis": Words(
        "The scope {scope} rests on {basis}, and {purpose} needs {allowed}.",
        "Ask people for their consent and correct the scope, or leave this use out.",
    ),
    "third-party": Words(
        "{recipients} would receive the list, and people who agreed to {scope} were told that nobody else does.",
        "Keep the list in your own company, or use a scope that names such recipients.",
    ),
    "promise-no-sale": Words(
        "{recipients} would pay for the list, and people were promised that their data is never sold.",
        "Take the payment out of the campaign, or do not run it.",
    ),
    "special-category": Words(
        "The words “{words}” touch a protected theme: {theme}.",
        "Choose people by something else. Only where the policy allows it, and people explicitly agreed, may it run.",
    ),
    "campaign-undated": Words(
        "The campaign has no first or no last day, so nobody can tell whether consents last long enough.",
        "Set both days.",
    ),
    "campaign-dates": Words("The campaign ends on {ends_on}, before it starts on {starts_on}.", "Swap the two days."),
    "campaign-over": Words("The campaign was over on {ends_on}; today is {today}.", "Choose a later last day."),
    "clock-behind": Words(
        "The data is dated {snapshot_on}, and this computer says that today is {today}.",
        "Set the computer's clock, then check again.",
    ),
    "consent-missing": Words(
        "The data has no column that says who agreed to {scope}, so nobody counts as having agreed.",
        "Import it again with that column mapped to the scope.",
    ),
    "notice-missing": Words(
        "The scope {scope} does not say which privacy notice people saw, so their yes cannot be shown to be informed.",
        "Have the notice's version and date entered in the catalogue.",
    ),
    "notice-later": Words(
        "The notice of {scope} is of {notice_on}, later than the data of {snapshot_on}: nobody in it can have seen it.",
        "Import newer data, or correct the notice's date.",
    ),
    "notice-starting": Words(
        "The scope {scope} still has the notice that Shoal starts with.",
        "Enter the version and date of the notice your customers saw.",
    ),
    "scope-expired": Words(
        "The consents for {scope} may be relied on until {expires_on}; the campaign needs them until {needed_until}.",
        "End the campaign earlier, or import newer data in which people have said yes again.",
    ),
    "scope-not-granted": Words(
        "{people} of the {reach} people in this audience did not agree to {scopes}. They are left out.",
        "If too few are left, use another channel or a wider audience.",
    ),
    "snapshot-stale": Words(
        "The data is {days} days old, and counts as old after {limit}.", "Import it again before you rely on it."
    ),
    "retention-over": Words(
        "The data is {days} days old and should have been erased after {limit}.", "Erase it, and import current data."
    ),
    "retention-ends": Words(
        "The data must be erased after {gone_after}, before the campaign ends on {ends_on}.",
        "End the campaign earlier, or import current data.",
    ),
    # what an audience and a campaign have to say
    "nobody-reachable": Words(
        "Nobody can be reached: {matched} people match, and none of them agreed to all that is asked.",
        "What narrows it most: {condition}.",
    ),
    "too-narrow": Words(
        "Fewer than {needed} people can be reached.", "What narrows it most: {condition}. Drop or widen it."
    ),
    "getting-narrow": Words(
        "{reachable} people can be reached, fewer than the {advised} advised.", "What narrows it most: {condition}."
    ),
    "few-agreed": Words(
        "{matched} people match, but fewer than {needed} of them agreed to this use.",
        "Choose a purpose or channel that more people agreed to.",
    ),
    "below-delivery-floor": Words(
        "{platform} delivers only to lists of {floor} matched people or more, and this one has {reachable}.",
        "Widen it, or choose another channel.",
    ),
    "isolates-difference": Words(
        "Together with {releases}, this list would single out fewer than {needed} people.",
        "Take those people in or leave them out as a whole: the suggestions below do.",
    ),
    "isolates-remainder": Words(
        "This list leaves out fewer than {needed} people, who would be singled out by that.",
        "Take everybody, or leave out more.",
    ),
    "over-specified": Words(
        "The rule combines {conditions} attributes, and each makes a person easier to tell from all others: on a large "
        "platform, {random} random interests or the {rarest} rarest make 9 people in 10 unique.",
        "Drop those the campaign can do without: {attributes}.",
    ),
    "protected-share-high": Words(
        "{percent} % of the people who may match are in groups that the rule cuts through, so they are left alone.",
        "{attribute} cuts most of them: ask by {level}, or in wider bands, to take their groups whole.",
    ),
    # what a check of the ledger has to say
    "ledger-entry-changed": Words(
        "Entry {index} of the ledger is not what was written.", "Restore the workspace from a backup."
    ),
    "ledger-chain-broken": Words(
        "Entry {index} does not follow on the state of the {kind} {id} before it.",
        "Restore the workspace from a backup.",
    ),
    "ledger-not-signed": Words(
        "The checkpoint over {size} entries is not signed by this workspace's key.",
        "Restore the workspace from a backup.",
    ),
    "ledger-checkpoint-differs": Words(
        "The checkpoint over {size} entries does not belong to the {entries} entries of the ledger.",
        "Restore the workspace from a backup.",
    ),
    "ledger-state-differs": Words(
        "The {kind} {id} is not as entry {index} of the ledger left it.", "Restore the workspace from a backup."
    ),
    "ledger-state-unrecorded": Words(
        "The {kind} {id} is in the workspace, and no entry of the ledger tells of it.",
        "Do not rely on it; restore the workspace from a backup.",
    ),
    "ledger-data-damaged": Words(
        "The part {name} of {id} is not what was saved.", "Restore the workspace from a backup."
    ),
    "ledger-rolled-back": Words(
        "A checkpoint over {known} entries, kept elsewhere, is not a beginning of this ledger of {entries} entries.",
        "An older or another copy of the workspace was put in its place; restore the newest backup.",
    ),
}

CHANGES: Mapping[str, Words] = {
    "drop-condition": Words("drop {before}"),
    "add-neighbour": Words("{after} instead of {before}: the next band too"),
    "add-sibling": Words("{after} instead of {before}: one value more"),
    "climb-level": Words("{after} instead of {before}"),
    "take-whole-groups": Words("{after} instead of {before}: whole groups"),
    "include-list": Words("take in everybody on the list {list}"),
    "leave-out-list": Words("leave out everybody on the list {list}"),
    "stay-within-list": Words("take only those on the list {list}"),
    "same-as-list": Words("take the list {list} as it is"),
}
