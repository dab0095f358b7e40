"""The verdict as an editor gets it, by the published schema: for what is proposed, for what is not saved, for the whole tree."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from dulwich import porcelain
from jsonschema import Draft202012Validator
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from shallcheck.project.ledger import LEDGER
from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "verdict-1.json").read_text("utf-8"))
NEEDS = """# Stakeholder needs

### SN-001 Warn
The skipper needs to learn of water in the bilge immediately.
"""
SYSTEM = """# System requirements

### SYS-001 Start
When the bilge \U0001f6a2 level exceeds 5 cm, the pump controller shall start the pump within 2 s.
- Traces to: SN-001
"""
FILE = "System_Requirements.md"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def session(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    root = tmp_path_factory.mktemp("judging") / "boat ⛵"
    root.mkdir()
    (root / FILE).write_text(SYSTEM, encoding="utf-8", newline="")
    (root / "Stakeholder_Needs.md").write_text(NEEDS, encoding="utf-8", newline="")
    porcelain.init(str(root))
    porcelain.add(str(root), [str(each) for each in root.glob("*.md")])
    porcelain.commit(str(root), b"x", author=b"A <a@b.c>", committer=b"A <a@b.c>")
    scratch(root).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(scratch(root)))
        editor = await start("pull-utf8", root)
    yield editor
    await editor.client.shutdown_session()


def scratch(root: Path) -> Path:
    """Where the server keeps what goes again."""
    return root.parent / "scratch"


async def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def plain(value: Any) -> Any:
    """An answer as JSON: the client makes objects of it."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, str | int | None):
        return value
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    return [plain(each) for each in value]


async def told(editor: Editor, command: str, *arguments: Any) -> Any:
    parameters = types.ExecuteCommandParams(f"shallcheck.{command}", list(arguments))
    return plain(await editor.client.workspace_execute_command_async(parameters))


async def verdict(editor: Editor, **said: Any) -> Any:
    found = await told(editor, "judge", said)
    Draft202012Validator(SCHEMA).validate(found)
    assert not (editor.root / LEDGER).exists()
    return found


async def refused(editor: Editor, command: str, *arguments: Any) -> str:
    with pytest.raises(JsonRpcException) as caught:
        await told(editor, command, *arguments)
    assert caught.value.code == types.LSPErrorCodes.RequestFailed
    return str(caught.value)


async def test_a_statement_is_judged_and_the_loop_answers_meanwhile(session: Editor) -> None:
    text = "When the bilge level exceeds 5 cm, the pump controller shall start the pump within <value> s."
    asked = asyncio.ensure_future(verdict(session, id="SYS-001", text=text))
    slowest, rounds = 0.0, 0
    while not asked.done():
        begun = time.monotonic()
        assert await told(session, "rule", {"rule": "AMB002"})
        slowest, rounds = max(slowest, time.monotonic() - begun), rounds + 1
        await asyncio.sleep(0.01)
    bad = asked.result()

    assert (bad["verdict"], [each["rule"] for each in bad["violates"]]) == ("refused", ["FRM008"])
    assert bad["violates"][0]["place"]["path"] == FILE
    assert rounds > 5
    assert slowest < 1.0


async def test_a_new_statement_gets_the_next_identifier_on_the_level_of_its_document(session: Editor) -> None:
    good = await verdict(session, text="The pump controller shall stop the pump within 2 s of a command.", uri=session.uri(FILE))

    assert good["verdict"] == "accepted"
    assert any("SYS-002" in each for each in good["changes"])


async def test_what_is_not_saved_is_judged_against_the_disk_and_then_the_tree_against_the_last_commit(session: Editor) -> None:
    uri = session.open(FILE)
    assert (await verdict(session, uri=uri))["changes"] == []
    session.type(uri, "Traces to: SN-001", "Traces to: SN-009")
    alone = await verdict(session, uri=uri)
    shown = await told(session, "verdict", {"tree": True})
    session.type(uri, "Traces to: SN-009", "Traces to: SN-001")

    assert [each["rule"] for each in alone["violates"]] == ["TRC002"]
    (row,) = [each for each in shown["rows"] if each["kind"] == "violates"]
    assert (row["rule"], row["about"], shown["accepted"]) == ("TRC002", "SYS-001", False)
    place = types.Range(*(types.Position(**row["location"]["range"][end]) for end in ("start", "end")))
    assert row["location"]["uri"] == uri
    assert place.start.line == 4
    assert shown["against"] == "the last commit"
    assert shown["text"].startswith("refused: it violates TRC002")
    assert shown["markdown"].startswith("# Refused\n")


async def test_an_edit_is_judged_against_a_revision_and_places_count_as_the_client_does(session: Editor) -> None:
    uri = session.open(FILE)
    session.type(uri, "within 2 s", "within TBD s")
    text = session.texts[uri]
    shown = await told(session, "verdict", {"uri": uri, "since": "HEAD"})
    session.type(uri, "within TBD s", "within 2 s")
    edited = await verdict(session, uri=uri, content=text, since="HEAD")

    (row,) = [each for each in shown["rows"] if each["kind"] == "violates"]
    ends = [types.Position(**row["location"]["range"][end]) for end in ("start", "end")]
    at = text.index("TBD")
    assert ends == [session.position(text, at), session.position(text, at + 3)]
    assert edited["violates"][0]["quote"] == "TBD"
    assert edited["baseline"]["revision"]


async def test_a_change_of_the_configuration_waits_for_a_person_and_leads_to_it(session: Editor) -> None:
    file = session.root / "shallcheck.toml"
    file.write_text('ignore = ["FRM008"]\n', "utf-8")
    shown = await told(session, "verdict", {"tree": True})
    file.unlink()

    (row,) = shown["rows"]
    assert (row["kind"], row["about"], shown["accepted"]) == ("sign-off", "shallcheck.toml", False)
    assert row["location"] == {"uri": file.as_uri(), "range": {name: {"line": 0, "character": 0} for name in ("start", "end")}}


async def test_what_agents_ask_beside_is_answered(session: Editor) -> None:
    context = await told(session, "context", {"ids": ["SYS-001"]})
    assert [each["id"] for each in context["above"]] == ["SN-001"]
    found = await told(session, "findings", {"uri": session.uri("Stakeholder_Needs.md")})
    assert [each["quote"] for each in found["findings"]] == ["immediately"]
    assert (await told(session, "findings", {"uri": session.uri(FILE)}))["findings"] == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "proposes nothing"),
        ([{}], "proposes nothing"),
        (["SYS-001"], "Ask with one object"),
        ([{}, {}], "Ask with one object"),
        ([{"uri": 5}], "“uri” is to be the address"),
        ([{"uri": "file:///etc/passwd"}], "lies in no folder of the workspace"),
        ([{"uri": "untitled:1"}], "lies in no folder of the workspace"),
        ([{"uri": "file:///tmp/\ud800.md"}], "lies in no folder of the workspace"),
        ([{"uri": "\0"}], "lies in no folder of the workspace"),
        ([{"id": ["SYS-001"], "text": "x"}], "“id” cannot be understood"),
        ([{"id": "SYS-001"}], "is to say nothing"),
        ([{"id": "SYS-001", "text": "x" * 20_000}], "“text” cannot be understood"),
        ([{"id": "SYS-001", "text": "x", "remove": "SYS-001"}], "proposes several things"),
        ([{"remove": "SYS-999"}], "No document here defines"),
        ([{"tree": "yes"}], "“tree” cannot be understood"),
        ([{"tree": True, "since": "--help"}], "is no revision"),
        ([{"tree": True, "since": "HEAD..HEAD"}], "is a range"),
        ([{"diff": "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n"}], "leads out of the project"),
        ([{"signed_by": "Ann Lee", "tree": True}], "“signed_by” is nothing that can be said here"),
    ],
)
async def test_what_cannot_be_answered_is_told(session: Editor, said: list[Any], why: str) -> None:
    assert why in await refused(session, "judge", *said)


async def test_what_nobody_waits_for_any_more_ends(session: Editor) -> None:
    parameters = types.ExecuteCommandParams("shallcheck.judge", [{"tree": True}])
    asked = session.client.protocol.send_request_async("workspace/executeCommand", parameters, msg_id="given-up")  # type: ignore[no-untyped-call]
    waiting = asyncio.ensure_future(asked)
    await until(lambda: any(scratch(session.root).iterdir()))  # the last commit is checked out
    session.client.protocol.notify("$/cancelRequest", types.CancelParams("given-up"))
    with pytest.raises(JsonRpcException):
        await waiting
    await until(lambda: not any(scratch(session.root).iterdir()))
    assert (await verdict(session, uri=session.open(FILE)))["verdict"] == "accepted"
