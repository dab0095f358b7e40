"""What an editor asks in a process of its own, and how it is sent there.

A verdict reads and judges the whole project as it was, which takes seconds of a processor; an editor waits for nothing meanwhile.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

JUDGE, SHOW, CONTEXT, FINDINGS = "judge", "show", "context", "findings"
"""What can be asked: a verdict, the same for people, what has to be known before work begins, what is wrong."""
ANSWER, REFUSAL = "answer", "refusal"
MODULE = "shallcheck.agents.answering"
"""The program of the process."""


def question(kind: str, said: Mapping[str, Any], top: Path, path: str, unsaved: Mapping[str, str]) -> tuple[Any, ...]:
    """A question as it is sent. What a client said goes as JSON, which says all that it can say. Raises TypeError, ValueError and
    RecursionError where that cannot be written."""
    return kind, json.dumps(said), os.fspath(top), path, dict(unsaved)
