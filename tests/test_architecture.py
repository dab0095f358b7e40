"""The house stands as ARCHITECTURE.md says: dependencies point one way, and what is slow stays out of the way of an answer."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "server" / "shallcheck"
MAY_IMPORT = {
    "model": set(),
    "documents": {"model"},
    "language": {"model"},
    "rules": {"language", "documents", "model"},
    "project": {"rules", "language", "documents", "model"},
    "reports": {"project", "rules", "model"},
    "agents": {"project", "reports", "rules", "language", "documents", "model"},
    "editor": {"agents", "project", "reports", "rules", "documents", "model"},
    "commands": {"agents", "editor", "reports", "project", "rules", "language", "model"},
}
"""By package, the packages of ours that it may import."""
ONLY_IN = {
    "spacy": "language/pipeline.py",
    "pygls": "editor/",
    "lsprotocol": "editor/",
    "pint": "language/units.py",
    "typer": "commands/",
    "tree_sitter_markdown": "documents/",
    "sqlite3": "project/cache.py",
    "pygments": "documents/languages.py",
    "subprocess": "project/workers/",
    "mcp": "agents/server.py",
}
"""Libraries that one place knows."""
SLOW = {"spacy", "numpy", "thinc", "pint", "pydantic", "typer", "rich", "rapidfuzz", "sqlite3", "tree_sitter_toml", "pygments"}
PURE = ("model", "documents", "language", "rules")
TOUCHES_THE_WORLD = {
    "subprocess",
    "socket",
    "threading",
    "asyncio",
    "sqlite3",
    "urllib.request",
    "http",
    "shutil",
    "tempfile",
    "os",
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """What a module imports, anywhere in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively: name the whole module"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_dependencies_point_one_way(path: Path) -> None:
    package = name(path).split("/")[0]
    if package.endswith(".py"):
        return
    ours = {each.split(".")[1] for each in imports(path) if each.startswith("shallcheck.")}
    assert ours - {package} <= MAY_IMPORT[package]


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items())
def test_one_place_knows(library: str, place: str) -> None:
    users = {name(path) for path in modules() if any(each.split(".")[0] == library for each in imports(path))}
    assert users
    assert {user for user in users if not user.startswith(place)} == set()


@pytest.mark.parametrize("package", PURE)
def test_reading_and_judging_touch_neither_files_nor_processes(package: str) -> None:
    found = {each for path in (SOURCE / package).rglob("*.py") for each in imports(path)}
    assert found & TOUCHES_THE_WORLD == set()


def test_initialize_waits_for_nothing_slow() -> None:
    code = (
        "import sys\n"
        "from shallcheck.editor.server import make_server\n"
        "from lsprotocol import types\n"
        "server = make_server()\n"
        "parameters = types.InitializeParams(capabilities=types.ClientCapabilities())\n"
        "run = server.protocol.lsp_initialize(parameters)\n"
        "handler, arguments, _ = next(run)\n"
        "handler(*arguments)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "shallcheck" in loaded
    assert loaded & SLOW == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []
