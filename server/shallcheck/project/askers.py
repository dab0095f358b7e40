"""Who has ShallCheck asked: the settings of agents, git's hooks and pipelines, all hidden files. Who proposes a change may add
to them, and not keep them from asking."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_NAME = "shallcheck"
_SCRIPTS = (".git/", ".husky/")
"""Where scripts lie of which each line counts: one before the question can end them."""
_ELSEWHERE = b"hookspath"
"""The key of git's configuration that names another folder of hooks."""
_DISARMED = re.compile(rb"continue-on-error|allow_failure|\bif:\s*(?:false|\$\{\{\s*false)|\bwhen:\s*(?:never|manual)|\bstages:")
"""What makes a step of a pipeline count for nothing."""


def asks_less(path: str, before: bytes | None, after: bytes | None) -> bool:
    """Whether ShallCheck may be asked less once a file, named from the top of the project, has changed so."""
    if not any(part.startswith(".") for part in path.split("/")):
        return False
    was, now = before or b"", after or b""
    if _naming(was) - _naming(now) or _is_off(now) > _is_off(was):
        return True
    if any(path.startswith(each) or f"/{each}" in path for each in _SCRIPTS):
        return bool(_naming(was)) or now.lower().count(_ELSEWHERE) > was.lower().count(_ELSEWHERE)
    if path.endswith(".json"):
        return bool(set(_rows(_parsed(was))) - set(_rows(_parsed(now))))
    came = set(now.splitlines()) - set(was.splitlines())
    return bool(_naming(was)) and any(_DISARMED.search(line) for line in came)


def _naming(data: bytes) -> set[bytes]:
    """The lines that name ShallCheck."""
    return {line.strip() for line in data.splitlines() if _NAME.encode() in line.lower()}


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _is_off(data: bytes) -> bool:
    """Whether Claude Code's settings turn all hooks off."""
    settings = _parsed(data) if b"disableAllHooks" in data else None
    return isinstance(settings, dict) and bool(settings.get("disableAllHooks"))


def _rows(value: Any, keys: str = "") -> Iterator[str]:
    """The entries of lists that name ShallCheck, whole, each with the keys that lead to it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _rows(each, f"{keys}/{key}")
    elif isinstance(value, list):
        texts = (json.dumps(each, sort_keys=True) for each in value)
        yield from (f"{keys}: {text}" for text in texts if _NAME in text.lower())
