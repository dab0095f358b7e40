"""What the tests of several packages share."""

from __future__ import annotations

import pytest
from hypothesis import settings

from shallcheck.language.pipeline import Pipeline, load

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
"""How long an example takes tells how busy the machine is."""


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The real English pipeline, loaded once a session."""
    return load()
