"""What agents pass to their hooks, as their documentation shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Call = dict[str, Any]


def claude(folder: Path, tool: str, **given: Any) -> Call:
    """Claude Code's PreToolUse (https://code.claude.com/docs/en/hooks#pretooluse-input)."""
    return {
        "session_id": "abc123",
        "transcript_path": "/home/ann/.claude/projects/pump/abc123.jsonl",
        "cwd": str(folder),
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": tool,
        "tool_input": given,
        "tool_use_id": "toolu_01ABC123",
    }


def codex(folder: Path, patch: str) -> Call:
    """Codex's PreToolUse for a patch (https://github.com/openai/codex/pull/18391)."""
    return {
        "session_id": "0199",
        "turn_id": "7",
        "cwd": str(folder),
        "hook_event_name": "PreToolUse",
        "model": "gpt",
        "permission_mode": "default",
        "tool_name": "apply_patch",
        "tool_input": {"command": patch},
        "tool_use_id": "call_1",
    }


def kiro(folder: Path, tool: str = "fs_write", **given: Any) -> Call:
    """Kiro's preToolUse (https://kiro.dev/docs/cli/hooks/#pretooluse)."""
    return {"hook_event_name": "preToolUse", "cwd": str(folder), "session_id": "s1", "tool_name": tool, "tool_input": given}
