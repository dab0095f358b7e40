"""Which quotes are an old fault in other words."""

from __future__ import annotations

import pytest

from shallcheck.project.likewise import is_likewise


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("as appropriate", "as appropriate"),
        ("", ""),
        ("provide a way to", "provide a quick way to"),
        (
            "When the pump stops, the alarm shall sound and the lamp shall be lit",
            "When the pump halts, the alarm shall sound and the lamp shall be lit",
        ),
        ("The  pump shall stop,", "The pump shall stop"),
    ],
)
def test_the_same_fault(before: str, now: str) -> None:
    assert is_likewise(before, now)
    assert is_likewise(now, before)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("as appropriate", "as needed"),
        ("fast", "quickly and fast"),
        ("within 2 s of each alarm of the pump", "within 5 s of each alarm of the pump"),
        ("the pump shall stop when the alarm sounds", "the pump shall not stop when the alarm sounds"),
        ("the pump shall stop when the alarm sounds", "the fan should start while a lamp is lit"),
        ("stop and start", "stop, start, halt, wait and go on"),
    ],
)
def test_another_fault(before: str, now: str) -> None:
    assert not is_likewise(before, now)
    assert not is_likewise(now, before)
