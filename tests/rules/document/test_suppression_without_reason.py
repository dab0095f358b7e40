"""DOC003: a suppression says why."""

from __future__ import annotations

import pytest

from tests.rules.workspace import project, quotes


def text(comment: str) -> str:
    return f"{comment}\n- **SYS-001**: The pump shall stop smoothly.\n"


@pytest.mark.parametrize("reason", ["", ":", ": ", ": TBD", ": ...", ": say here why this is fine", " until 2099-01-01"])
def test_no_reason_is_found(reason: str) -> None:
    comment = f"<!-- shallcheck-disable AMB001{reason} -->"
    assert quotes(project(System_Requirements_md=text(comment)), "DOC003") == [comment]


@pytest.mark.parametrize("reason", ["the manual defines it", "ISO 7", "because it is a term of the trade"])
def test_any_reason_is_fine(reason: str) -> None:
    comment = f"<!-- shallcheck-disable AMB001: {reason} -->"
    assert quotes(project(System_Requirements_md=text(comment)), "DOC003") == []


def test_an_example_in_a_code_block_is_no_suppression() -> None:
    block = "```\n<!-- shallcheck-disable AMB001 -->\n```\n"
    assert quotes(project(System_Requirements_md=block + text("")), "DOC003") == []
