"""How findings tell where something else is said."""

from __future__ import annotations

from pathlib import PurePath

from shallcheck.model.wording import Said


def cited(said: Said, other: Said) -> str:
    """Where something else is said, for a reader of this statement: “SYS-002”, “PMP-001 (Pump_Requirements.md)”."""
    file = PurePath(other.path).name
    if other.path == said.path:
        return other.label or "another statement"
    return f"{other.label} ({file})" if other.label else file
