"""Real clients against `shallcheck serve`: one that is pushed to and counts UTF-16, two that pull and count UTF-8 and UTF-32."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from tests.forking import quick_python

WAIT = 45.0
"""Seconds that a test waits for what must come; the language pipeline alone takes some to load on a busy machine."""


def _capabilities(pull: bool, encoding: types.PositionEncodingKind) -> types.ClientCapabilities:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document is not None
    assert capabilities.workspace is not None
    capabilities.general = types.GeneralClientCapabilities(position_encodings=[encoding])
    if pull:
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return capabilities


@dataclass
class Editor:
    """A person's editor: opens, types, asks."""

    client: LanguageClient
    pull: bool
    units: str
    root: Path
    capabilities: types.ServerCapabilities
    versions: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        uri = self.uri(name)
        self.texts[uri] = text if text is not None else (self.root / name).read_text(encoding="utf-8")
        self.versions[uri] = 1
        item = types.TextDocumentItem(uri, "markdown", 1, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def type(self, uri: str, old: str, new: str) -> None:
        """Replace the first `old` by `new`, as an incremental change in this client's units."""
        text = self.texts[uri]
        at = text.index(old)
        place = types.Range(self.position(text, at), self.position(text, at + len(old)))
        self.texts[uri] = text[:at] + new + text[at + len(old) :]
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri),
                [types.TextDocumentContentChangePartial(place, new)],
            )
        )

    def position(self, text: str, offset: int) -> types.Position:
        """A position counted by the test itself, not by the code under test."""
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n")
        tail = before.rpartition("\n")[2]
        width = {"utf-8": len(tail.encode()), "utf-16": len(tail.encode("utf-16-le")) // 2, "utf-32": len(tail)}[self.units]
        return types.Position(line, width)

    def at(self, uri: str, words: str, inside: int = 1) -> types.Position:
        return self.position(self.texts[uri], self.texts[uri].index(words) + inside)

    def words(self, uri: str, place: types.Range) -> str:
        """The text of a range, found by trying every offset: slow, and independent of the code under test."""
        text = self.texts[uri]
        offsets = {}
        for offset in range(len(text), -1, -1):
            position = self.position(text, offset)
            offsets[position.line, position.character] = offset
        return text[offsets[place.start.line, place.start.character] : offsets[place.end.line, place.end.character]]

    async def diagnostics(self, uri: str, until: Callable[[list[types.Diagnostic]], bool]) -> list[types.Diagnostic]:
        """The diagnostics of a document once `until` holds of them."""
        end = time.monotonic() + WAIT
        found: list[types.Diagnostic] = []
        while time.monotonic() < end:
            if self.pull:
                answer = await self.pulled(uri)
                found = found if answer is None else answer
            else:
                found = list(self.client.diagnostics.get(uri, ()))
            if until(found):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"never came; last were {[(each.code, each.message) for each in found]}")

    async def pulled(self, uri: str, previous: str | None = None) -> list[types.Diagnostic] | None:
        """The answer to one pull; None where the server says to ask again."""
        parameters = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=previous)
        try:
            report = await self.client.text_document_diagnostic_async(parameters)
        except JsonRpcException as error:
            assert error.code == types.LSPErrorCodes.ServerCancelled, error
            assert error.data == {"retriggerRequest": True}
            return None
        return list(report.items) if isinstance(report, types.RelatedFullDocumentDiagnosticReport) else None

    async def actions(self, uri: str, place: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=only)
        parameters = types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        found = await self.client.text_document_code_action_async(parameters)
        return [each for each in found or () if isinstance(each, types.CodeAction)]

    def apply(self, uri: str, action: types.CodeAction) -> None:
        """Apply an action as an editor does: only if its version is that of the text."""
        assert action.edit is not None
        assert action.edit.document_changes is not None
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.versions[uri]
        for edit in sorted(change.edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
            assert isinstance(edit, types.TextEdit)
            old = self.words(uri, edit.range)
            start = next(
                offset for offset in range(len(self.texts[uri]) + 1) if self.position(self.texts[uri], offset) == edit.range.start
            )
            text = self.texts[uri]
            self.texts[uri] = text[:start] + edit.new_text + text[start + len(old) :]
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri),
                [types.TextDocumentContentChangeWholeDocument(self.texts[uri])],
            )
        )


KINDS = {
    "push-utf16": (False, types.PositionEncodingKind.Utf16),
    "pull-utf8": (True, types.PositionEncodingKind.Utf8),
    "pull-utf32": (True, types.PositionEncodingKind.Utf32),
}


async def start(
    kind: str,
    root: Path,
    *folders: Path,
    answering: asyncio.Event | None = None,
    change: Callable[[types.ClientCapabilities], None] = lambda capabilities: None,
) -> Editor:
    """A client of one of the KINDS, in session with a server of its own over `root`, or over `folders` in it. It is busy until
    `answering` is set; `change` makes its capabilities others."""
    pull, encoding = KINDS[kind]
    capabilities = _capabilities(pull, encoding)
    change(capabilities)
    client = make_test_lsp_client()

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]  # pytest-lsp has no types for it
    async def registered(params: types.RegistrationParams) -> None:
        if answering is not None:
            await answering.wait()

    environment = {**os.environ, "SHALLCHECK_CACHE_DIR": str(root.parent / "cache")}
    await client.start_io(quick_python(), "-m", "shallcheck", "serve", env=environment)
    answer = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders or (root,)],
        )
    )
    return Editor(client, pull, encoding.value, root, answer.capabilities)


@pytest_asyncio.fixture(params=sorted(KINDS), loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "System_Requirements.md").write_text(REQUIREMENTS, encoding="utf-8", newline="")
    (root / "Stakeholder_Needs.md").write_text(NEEDS, encoding="utf-8", newline="")
    editor = await start(request.param, root)
    yield editor
    await editor.client.shutdown_session()


NEEDS = """# Stakeholder needs

### SN-001 Warn
The skipper needs to learn of water in the bilge within 30 s.
"""

REQUIREMENTS = """# System requirements

### SYS-001 Start \U0001f6a2
When the bilge \U0001f6a2\u2028 level exceeds 5 cm, the pump controller shall start the pump immediately.
- Traces to: SN-001

### SYS-002 Stop
The pump controller shall stop the pump and notify the skipper.
- Traces to: SN-01
"""
