"""AMB002: a clause that lets the builder out of the obligation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule

_ESCAPE = re.compile(r"\b(?:if|where|when|as) (?:possible|appropriate|necessary|applicable|needed)\b", re.IGNORECASE)


@rule(
    "AMB002",
    "escape-clause",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R8", "ISO/IEC/IEEE 29148 5.2.7"),
)
def escape_clause(statement: Analysis) -> Iterator[Finding]:
    """A clause that lets the builder decide whether to meet the requirement at all. Whoever builds it may leave it out
    and still claim to conform, and whoever tests it cannot fail it.

    Fix: delete the clause, or turn it into a condition that can be looked up.
    Silent: where the clause is an exact condition ("if the token is required by the policy of [SEC-4]").
    Poor: The pump shall stop {if possible}.
    Good: When the occlusion alarm is active, the pump shall stop within 500 ms.
    """
    for match in statement.matches(_ESCAPE):
        yield Finding(
            "AMB002",
            Span(*match.span()),
            f"“{match[0]}” lets the builder leave this out and still conform: delete it or say exactly when it holds.",
            fixes=(Fix("Delete the escape clause", (Edit(match.start(), match.end(), ""),)),),
        )
