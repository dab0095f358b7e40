"""How docs/agents.md and the plugin of Claude Code have ShallCheck started: what they name starts, and answers."""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from pytest_lsp import make_test_lsp_client

import shallcheck
from shallcheck.documents.formats import endings
from tests.forking import quick_python

HERE = Path(__file__).parents[2]
GOOD = HERE / "examples" / "good"
PLUGIN = HERE / "editors" / "claude-code"
Server = dict[str, Any]


def configurations() -> Iterator[tuple[str, Server]]:
    """The servers that the page configures, each with the words above it."""
    page = (HERE / "docs" / "agents.md").read_text("utf-8")
    section = page[page.index("## Configurations") : page.index("## The loop, shown")]
    above = ""
    for part in re.split(r"\n\n(?! )", section):
        words, *blocks = re.split(r"\n\n(?=    )", part)
        above = words
        for block in blocks:
            text = re.sub(r"^    ", "", block, flags=re.MULTILINE)
            if text.startswith("{"):
                (servers,) = json.loads(text).values()
                yield above, servers["shallcheck"]
            elif text.startswith("["):
                yield above, tomllib.loads(text)["mcp_servers"]["shallcheck"]
            elif " -- " in text:
                command, *arguments = shlex.split(text.partition(" -- ")[2])
                yield above, {"command": command, "args": arguments}


def in_plugin(name: str) -> Any:
    return json.loads((PLUGIN / name).read_text("utf-8"))


def test_every_agent_of_the_page_has_a_configuration() -> None:
    found = [above for above, _ in configurations()]
    for agent in ("Claude Code", "Codex", "Cursor", "Kiro", "VS Code"):
        assert any(f"**{agent}**" in above for above in found), agent


async def test_what_is_configured_starts_and_offers_the_tools_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOOD)
    starts: dict[tuple[str, ...], set[str]] = {}
    for server in [*(each for _, each in configurations()), in_plugin(".mcp.json")["mcpServers"]["shallcheck"]]:
        assert server["command"] == "shallcheck"
        arguments = tuple(each.replace("${workspaceFolder}", str(GOOD)) for each in server["args"])
        starts.setdefault(arguments, set()).update(server.get("autoApprove", ()))
    for arguments, tools in starts.items():
        assert "--write" not in arguments
        command = StdioServerParameters(command=quick_python(), args=["-m", "shallcheck", *arguments], env=dict(os.environ))
        async with Client(stdio_client(command)) as client:
            offered = {each.name: each for each in (await client.list_tools()).tools}
            found = await client.call_tool("get_artifact", {"id": "SYS-011"})
        assert found.structured_content and found.structured_content["artifacts"][0]["id"] == "SYS-011"
        assert tools <= offered.keys()
        assert all(each.annotations and each.annotations.read_only_hint for each in offered.values())


def test_the_plugin_is_one_that_claude_code_can_read() -> None:
    manifest, market = in_plugin(".claude-plugin/plugin.json"), in_plugin(".claude-plugin/marketplace.json")
    assert manifest["version"] == shallcheck.__version__
    for key in ("lspServers", "mcpServers"):
        assert (PLUGIN / manifest[key]).is_file()
    assert [(each["name"], each["source"]) for each in market["plugins"]] == [(manifest["name"], "./")]
    (server,) = in_plugin(".lsp.json").values()
    assert server.keys() == {"command", "args", "extensionToLanguage"}
    assert set(server["extensionToLanguage"]) <= set(endings())


async def test_the_plugins_language_server_answers_a_client_that_only_opens_documents(tmp_path: Path) -> None:
    (server,) = in_plugin(".lsp.json").values()
    file = tmp_path / "System_Requirements.md"
    file.write_text("# System requirements\n\n### SYS-001 Start\nThe pump shall start immediately.\n", "utf-8")
    client = make_test_lsp_client()
    await client.start_io(quick_python(), "-m", server["command"], *server["args"])
    folders = [types.WorkspaceFolder(tmp_path.as_uri(), "boat")]
    await client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities(), workspace_folders=folders))
    item = types.TextDocumentItem(file.as_uri(), server["extensionToLanguage"][".md"], 1, file.read_text("utf-8"))
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    while not any(each.code == "AMB009" for each in client.diagnostics.get(file.as_uri(), ())):
        await client.wait_for_notification("textDocument/publishDiagnostics")
    await client.shutdown_session()
