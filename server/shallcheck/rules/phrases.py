"""The phrases that a rule listens to besides the words it finds: TOML beside the rule, so that one can be taught without code.

    [own_clock]
    why = "the time of the act itself, which begins with it"
    words = ["complet\\w+", "take[sn]?"]
    before = true                    # only where it stands right before the place that is asked about

Words are regular expressions that match whole words in any case; a space matches any white space.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def phrases(package: str, name: str) -> dict[str, re.Pattern[str]]:
    """The phrases of each table of the file `name` in `package`. Raises KeyError or re.error on a file that is wrong: a fault of
    ours, not the user's."""
    data = tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
    return {key: _pattern(table["words"], table.get("before", False)) for key, table in data.items()}


def _pattern(words: list[str], before: bool) -> re.Pattern[str]:
    body = "|".join(word.replace(" ?", r"\s*").replace(" ", r"\s+") for word in words)
    end = r"\s+(?:an?\s+|the\s+)?$" if before else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{body}){end}", re.IGNORECASE)
