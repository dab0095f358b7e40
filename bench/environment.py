"""The environment in which a program is measured."""

from __future__ import annotations

import os
from pathlib import Path


def installed(cache: Path, **more: str) -> dict[str, str]:
    """As where ShallCheck is installed: Python keeps what it compiled, whatever this shell says. `cache`: the folder of ours."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "SHALLCHECK_CACHE_DIR": str(cache), **more}
