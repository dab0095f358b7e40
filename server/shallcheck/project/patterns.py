"""Regular expressions from a configuration: a hostile project must not be able to hang an editor with one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

LONGEST_PATTERN = 200
MOST_REPEATS = 4
"""Open-ended repeats of a pattern."""


def check_pattern(pattern: str) -> None:
    """Raises ValueError where a pattern from a configuration is no regular expression, or could take for ever.

    Python's `re` backtracks, and a hostile project could hang an editor with `(a+)+`. Refused are repeats inside a repeat,
    alternatives inside an open-ended repeat, references back, and more than MOST_REPEATS open-ended repeats.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"the pattern is longer than {LONGEST_PATTERN} characters: shorten it")
    try:
        re.compile(pattern)
        parsed = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"“{pattern}” is not a regular expression ({error})") from error
    if _open_repeats(parsed, inside=False) > MOST_REPEATS:
        raise ValueError(f"“{pattern}” has more than {MOST_REPEATS} open-ended repeats: bound some, such as {{1,9}} for +")


def _open_repeats(parsed: Iterable[Any], *, inside: bool) -> int:
    """How many open-ended repeats a parsed pattern has. `inside`: it stands within a repeat."""
    count = 0
    for operator, argument in parsed:
        if operator in (_constants.GROUPREF, _constants.GROUPREF_EXISTS, _constants.ASSERT, _constants.ASSERT_NOT):
            raise ValueError("the pattern looks around or refers back, which can take for ever: write it without")
        repeats = operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
        if repeats or operator is _constants.BRANCH:
            if inside:
                raise ValueError(
                    "the pattern has a choice or a repeat inside a repeat, which can take for ever: write it without"
                )
            many = repeats and argument[1] > 1
            count += bool(repeats and argument[1] > LONGEST_PATTERN)
            for part in [argument[2]] if repeats else argument[1]:
                count += _open_repeats(part, inside=many)
        elif operator is _constants.SUBPATTERN:
            count += _open_repeats(argument[-1], inside=inside)
        elif operator is _constants.ATOMIC_GROUP:
            count += _open_repeats(argument, inside=inside)
    return count
