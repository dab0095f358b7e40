"""What coding agents are answered over the Model Context Protocol, asked by the SDK's own client."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from shallcheck.agents import server
from shallcheck.agents.judging import judge
from shallcheck.agents.server import make_server
from shallcheck.agents.verdict import Verdict
from shallcheck.project.ledger import LEDGER
from tests.agents.conftest import Workspace
from tests.commands.running import fingerprint

GOOD = Path(__file__).parents[2] / "examples" / "good"
SYS_011 = "When the base station opens an excursion, the alert sender shall send a text message"


@pytest.fixture(autouse=True, scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all these tests, which share their statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    shutil.copytree(GOOD, workspace.top / "good")
    return workspace.top / "good"


async def told(folder: Path, tool: str, *, write: bool = False, **given: Any) -> dict[str, Any]:
    """What a tool answers that is not refused by the server."""
    async with Client(make_server(folder, write=write)) as client:
        result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    answer = result.structured_content
    assert isinstance(answer, dict)
    return answer


async def refused(folder: Path, tool: str, *, write: bool = False, **given: Any) -> str:
    """What a tool says that cannot answer."""
    async with Client(make_server(folder, write=write)) as client:
        result = await client.call_tool(tool, given)
    assert result.is_error
    return str(getattr(result.content[0], "text", ""))


# -- gathering -------------------------------------------------------------------------------------------------------


async def test_an_artifact_comes_verbatim_with_what_is_above_and_below_it() -> None:
    (found,) = (await told(GOOD, "get_artifact", id="SYS-011"))["artifacts"]

    assert found["text"].startswith(f"### SYS-011 Alert\n{SYS_011}")
    assert (found["above"], found["below"]) == (["SN-001", "LA-3"], ["TST-010"])
    assert (found["path"], found["line"]) == ("System_Requirements.md", 36)


async def test_what_is_not_there_is_told_with_what_is_like_it() -> None:
    assert "did you mean “SYS-0" in await refused(GOOD, "get_artifact", id="SYS-0111")


async def test_a_search_finds_by_words_and_by_how_an_identifier_begins() -> None:
    assert (await told(GOOD, "search", query="battery of the logger", limit=1))["artifacts"][0]["id"] == "SN-003"
    begins = await told(GOOD, "search", query="SYS-01", limit=4)
    assert [each["id"] for each in begins["artifacts"]] == ["SYS-010", "SYS-011", "SYS-012", "SYS-013"]


async def test_a_context_holds_every_constraint_above_and_every_test() -> None:
    context = await told(GOOD, "context_for", ids=["SYS-011"])

    assert {"INT-1", "INT-2", "INT-3"} <= {each["id"] for each in context["constraints"]}
    assert [each["id"] for each in context["tests"]] == ["TST-010"]
    assert {"SN-001", "LA-3", "MIS-1"} <= {each["id"] for each in context["above"]}
    assert all(each["text"] for row in ("artifacts", "constraints", "tests", "above") for each in context[row])


async def test_what_goes_beyond_the_budget_is_named_and_nothing_is_cut() -> None:
    whole = await told(GOOD, "context_for", ids=["SYS-011"])
    some = await told(GOOD, "context_for", ids=["SYS-011"], budget=whole["tokens"] - 1)

    assert some["tokens"] < whole["tokens"]
    texts = {each["id"]: each["text"] for row in ("artifacts", "constraints", "tests", "above") for each in whole[row]}
    left = {each["id"]: each["text"] for row in ("artifacts", "constraints", "tests", "above") for each in some[row]}
    assert left.items() <= texts.items()
    assert texts.keys() - left.keys() == set(some["left_out"]) - set(whole["left_out"])


async def test_a_task_is_about_what_it_names() -> None:
    context = await told(GOOD, "context_for", task="Write the code for SYS-011, then SYS-012.")

    assert [each["id"] for each in context["artifacts"]] == ["SYS-011", "SYS-012"]


# -- acting ----------------------------------------------------------------------------------------------------------


async def test_a_bad_change_is_refused_with_reasons_and_a_mended_one_accepted(folder: Path) -> None:
    text = SYS_011 + " to the duty nurse within {} s."
    before = fingerprint(folder)

    bad = await told(folder, "propose_change", id="SYS-011", text=text.format("<value>"))
    assert bad["verdict"] == "refused"
    assert [(each["rule"], each["quote"]) for each in bad["violates"]] == [("FRM008", "<value>")]
    assert (await told(folder, "propose_change", id="SYS-011", text=text.format("50")))["verdict"] == "accepted"
    assert fingerprint(folder) == before


async def test_only_a_server_that_may_write_makes_a_change_and_only_what_is_accepted(folder: Path) -> None:
    change: dict[str, Any] = {"id": "SYS-011", "text": SYS_011 + " to the duty nurse within 50 s.", "apply": True}

    assert "start it with --write" in await refused(folder, "propose_change", **change)
    bad = await told(folder, "propose_change", write=True, **{**change, "text": SYS_011 + " within <value> s."})
    assert bad["verdict"] == "refused" and "<value>" not in (folder / "System_Requirements.md").read_text("utf-8")
    assert (await told(folder, "propose_change", write=True, **change))["verdict"] == "accepted"
    assert "nurse within 50 s." in (folder / "System_Requirements.md").read_text("utf-8")
    assert len((folder / LEDGER).read_text("utf-8").splitlines()) >= 2


async def test_what_was_not_judged_is_not_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(folder)
    new: dict[str, Any] = {
        "id": "SYS-050",
        "text": "The base station shall keep each log for 3 years.",
        "attributes": ["Traces to: SN-002"],
    }
    assert "in which document" in await refused(folder, "propose_change", write=True, **new, apply=True)

    def meanwhile(*given: Any, **options: Any) -> Verdict:
        verdict = judge(*given, **options)
        (folder / "Test_Plan.md").write_text("# Tests\n\nNothing.\n", "utf-8")
        return verdict

    monkeypatch.setattr(server, "judge", meanwhile)
    change: dict[str, Any] = {"id": "SYS-011", "text": SYS_011 + " to the duty nurse within 50 s.", "apply": True}
    assert "has changed meanwhile" in await refused(folder, "propose_change", write=True, **change)
    after = fingerprint(folder)
    assert {name for name in after if after[name] != before.get(name)} == {LEDGER, "Test_Plan.md"}


@pytest.mark.parametrize("path", ["../evil.md", "/tmp/evil.md"])
async def test_no_change_leads_out_of_the_project(path: str, folder: Path) -> None:
    diff = f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+- **SYS-900**: The pump shall stop within 5 s.\n"

    async with Client(make_server(folder, write=True)) as client:
        result = await client.call_tool("propose_change", {"diff": diff, "apply": True})
    assert result.is_error
    assert not (folder.parent / "evil.md").exists()


async def test_an_identifier_is_given_once() -> None:
    async with Client(make_server(GOOD, write=False)) as client:
        given = [(await client.call_tool("next_identifier", {"like": "SYS-011"})).structured_content for _ in range(2)]

    assert [each["id"] for each in given if each] == ["SYS-014", "SYS-015"]


async def test_a_rewrite_invents_no_value() -> None:
    answer = await told(GOOD, "rewrite", statement="The pump shall stop quickly.")

    assert [each["rule"] for each in answer["faults"]] == ["AMB009"]
    assert answer["candidates"][0]["statements"] == ["The pump shall stop within <value> <unit>."]


# -- verifying -------------------------------------------------------------------------------------------------------


async def test_the_gate_coverage_and_check_say_what_the_command_line_says(folder: Path) -> None:
    assert (await told(GOOD, "gate"))["open"]
    assert (await told(GOOD, "check"))["findings"] == []
    levels = {each["level"]: each for each in (await told(GOOD, "coverage"))["levels"]}
    assert levels["requirements"]["sources"] == {"needed": 9, "met": 9}
    requirements = folder / "System_Requirements.md"
    requirements.write_text(requirements.read_text("utf-8").replace("within 60 s", "within TBD"), "utf-8")
    assert [each["rule"] for each in (await told(folder, "gate", ids=["SYS-011"]))["blocks"]] != []
    checked = await told(folder, "check", paths=["System_Requirements.md"])
    assert checked["errors"] == 1
    assert checked["findings"][0]["because"].endswith("so nobody can build or verify this.")
    assert checked["findings"][0]["fix"] == "decide it before others build on it."
    assert "holds nothing that is judged" in await refused(folder, "check", paths=["../other"])


async def test_what_claims_to_be_built_is_looked_at() -> None:
    answer = await told(GOOD, "verify_implementation")

    assert [(each["id"], each["state"], each["tests"]) for each in answer["requirements"]] == [
        ("SYS-010", "not run", ["TST-010"])
    ]
    (lacking,) = (await told(GOOD, "verify_implementation", ids=["SYS-011"]))["requirements"]
    assert lacking["state"] == "no code"


# -- the protocol ----------------------------------------------------------------------------------------------------


async def test_every_tool_says_whether_it_writes_and_every_answer_from_which_state(folder: Path) -> None:
    async with Client(make_server(folder, write=False)) as client:
        tools = (await client.list_tools()).tools
    assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description for tool in tools)
    marks = {(await told(folder, "search", query="alert"))["baseline"], (await told(folder, "gate"))["baseline"]}
    (folder / "Test_Plan.md").write_text("# Tests\n\nNothing.\n", "utf-8")
    assert (await told(folder, "gate"))["baseline"] not in marks
    assert len(marks) == 1


async def test_a_brief_is_recorded_and_a_thread_closed_only_where_the_server_may_write(folder: Path) -> None:
    before = fingerprint(folder)
    brief = (await told(folder, "brief", ids=["SYS-011"]))["result"]
    assert SYS_011 in brief and "TST-010" in brief and fingerprint(folder) == before
    assert (await told(folder, "gate"))["baseline"] in brief
    assert "No artifact is called" in await refused(folder, "brief", task="SYS-999")
    assert "Unknown tool" in await refused(folder, "close_handoff", by="Ann Lee")

    assert (await told(folder, "brief", write=True, ids=["SYS-011"]))["result"] == brief
    plan = folder / "System_Requirements.md"
    plan.write_text(plan.read_text("utf-8").replace("duty nurse within 60 s", "duty nurse within 90 s"), "utf-8")
    (note,) = (await told(folder, "gate"))["notes"]
    assert (note["rule"], note["artifact"], note["severity"]) == ("GAT005", "SYS-011", "warning")

    closed = await told(folder, "close_handoff", write=True, by="Ann Lee", decided=["SYS-011 may take 90 s."])
    assert closed == {"identifiers": ["DEC-001", "DEC-002"], "asked": "SYS-011"}
    assert (await told(folder, "gate"))["notes"] == []
    assert "“SYS-011 may take 90 s.”" in (await told(folder, "brief", ids=["SYS-011"]))["result"]


async def test_artifacts_and_rules_are_resources_and_a_need_in_a_prompt_is_data() -> None:
    async with Client(make_server(GOOD, write=False)) as client:
        artifact = (await client.read_resource("shallcheck://artifact/SYS-011")).contents[0]
        rule = (await client.read_resource("shallcheck://rule/AMB001")).contents[0]
        prompt = (await client.get_prompt("write_requirement", {"need": "Ignore this."})).messages[0].content
    assert SYS_011 in json.loads(getattr(artifact, "text", ""))["artifacts"][0]["text"]
    assert str(getattr(rule, "text", "")).startswith("# AMB001 vague-term")
    assert "```text\nIgnore this.\n```" in str(getattr(prompt, "text", ""))


async def test_the_command_serves_on_standard_input_and_output() -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-P", "-m", "shallcheck", "mcp", str(GOOD)], env=dict(os.environ)
    )
    async with Client(stdio_client(command)) as client:
        result = await client.call_tool("get_artifact", {"id": "SYS-011"})
    assert result.structured_content and result.structured_content["artifacts"][0]["id"] == "SYS-011"


async def test_on_http_only_who_holds_the_token_is_answered() -> None:
    command = [sys.executable, "-P", "-m", "shallcheck", "mcp", str(GOOD), "--http", "--port", "0"]
    environment = {**os.environ, "SHALLCHECK_MCP_TOKEN": "secret"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            address = process.stderr.readline().removeprefix("Serving MCP at ").strip()
            assert address.startswith("http://127.0.0.1:")
            call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
            accept = {"Accept": "application/json, text/event-stream"}
            for headers in ({}, {"Authorization": "Bearer wrong"}):
                assert httpx2.post(address, json=call, headers={**accept, **headers}).status_code == 401
            for evil in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
                headers = {**accept, "Authorization": "Bearer secret", **evil}
                assert httpx2.post(address, json=call, headers=headers).status_code in (403, 421)
            port = address.rsplit(":", 1)[1].removesuffix("/mcp")
            second = subprocess.run([*command[:-1], port], capture_output=True, text=True, timeout=30, check=False)
            assert (second.returncode, second.stderr[:25]) == (2, f"Port {port} cannot be served"[:25])
            assert httpx2.post(address, json=call, headers={**accept, "Authorization": "Bearer secret"}).status_code != 401
        finally:
            process.kill()
