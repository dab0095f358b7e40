"""What the tests of several packages share."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline, load


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The real English pipeline, loaded once a session."""
    return load()
