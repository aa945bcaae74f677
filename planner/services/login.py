"""Who is logged in: the name under which things are done, unless another is given."""

from collections.abc import Callable, Mapping

VARIABLES = ("LOGNAME", "USER", "USERNAME")
"""Where a system says it, the first that says anything; cron jobs and containers often have none of them."""


def login_name(environment: Mapping[str, str], account: Callable[[], str]) -> str:
    """Return the name of the login, else that of the account that the process runs as; empty where nobody has one.

    `account` asks the operating system, and may raise KeyError for an account without a name.
    """
    told = next((environment[name].strip() for name in VARIABLES if environment.get(name, "").strip()), "")
    if told:
        return told
    try:
        return account().strip()
    except KeyError:
        return ""
