"""All verbs of the command line, in the order the help lists them."""

from planner.cli import backups, campaigns, customers, demo, keeping, machine, office, releases
from planner.cli.verb import Verb

VERBS: tuple[Verb, ...] = (
    *demo.VERBS,
    *customers.VERBS,
    *campaigns.VERBS,
    *releases.VERBS,
    *office.VERBS,
    *keeping.VERBS,
    *backups.VERBS,
    *machine.VERBS,
)
