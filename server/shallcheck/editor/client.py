"""What the client said that it can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability


@dataclass(frozen=True)
class Can:
    """The client's capabilities that decide what the server offers."""

    pull: bool
    """It asks for diagnostics; nothing is published to it."""
    refresh: bool
    """It can be told to ask for diagnostics again."""
    related: bool
    versioned: bool
    """It takes workspace edits that name the version of the text that they are for."""
    snippets: bool
    """It understands tab stops in workspace edits."""
    completes_snippets: bool
    """It understands tab stops in what completion offers."""
    tokens: types.SemanticTokensClientCapabilities | None
    retoken: bool
    """It can be told to ask for semantic tokens again."""
    folding: types.FoldingRangeClientCapabilities | None
    selection: bool
    """It asks for selection ranges."""
    progress: bool
    watching: bool
    configuration: bool
    settings: bool
    """It can be told to say when its settings change."""
    hierarchy: bool
    """It shows document symbols as a tree."""
    renames: bool
    prepares: bool
    """It asks what would be renamed before it asks the person for a name."""
    highlights: bool
    document_links: bool
    files_renamed: bool
    """It asks what to edit before the person renames files."""
    annotates: bool
    """It takes workspace edits of which it asks the person about some."""
    moves: bool
    """It takes workspace edits that rename files."""
    implementation: bool
    type_definition: bool
    calls: bool
    """It walks a hierarchy of calls."""
    lenses: bool
    lens_refresh: bool
    hints: bool
    hint_refresh: bool
    hint_tooltips: bool
    """It asks for the tooltip of an inlay hint when it is needed."""
    commands: frozenset[str]
    """Commands of its own that the server may name: `experimental.commands.commands`, as rust-analyzer has it."""
    chain_changed: bool
    """It wants to be told when the gate or the chain is another than before: `experimental.chainChanged`."""

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Can:
        """Read a client's capabilities."""

        def has(path: str) -> bool:
            value: Any = get_capability(capabilities, path)
            return bool(value)

        def offers(path: str) -> bool:
            return get_capability(capabilities, path) is not None

        return cls(
            pull=offers("text_document.diagnostic"),
            refresh=has("workspace.diagnostics.refresh_support"),
            related=has("text_document.publish_diagnostics.related_information")
            or has("text_document.diagnostic.related_information"),
            versioned=has("workspace.workspace_edit.document_changes"),
            snippets=has("workspace.workspace_edit.snippet_edit_support"),
            completes_snippets=has("text_document.completion.completion_item.snippet_support"),
            tokens=get_capability(capabilities, "text_document.semantic_tokens"),
            retoken=has("workspace.semantic_tokens.refresh_support"),
            folding=get_capability(capabilities, "text_document.folding_range"),
            selection=get_capability(capabilities, "text_document.selection_range") is not None,
            progress=has("window.work_done_progress"),
            watching=has("workspace.did_change_watched_files.dynamic_registration"),
            configuration=has("workspace.configuration"),
            settings=has("workspace.did_change_configuration.dynamic_registration"),
            hierarchy=has("text_document.document_symbol.hierarchical_document_symbol_support"),
            renames=offers("text_document.rename"),
            prepares=has("text_document.rename.prepare_support"),
            highlights=get_capability(capabilities, "text_document.document_highlight") is not None,
            document_links=get_capability(capabilities, "text_document.document_link") is not None,
            files_renamed=has("workspace.file_operations.will_rename"),
            annotates=has("workspace.workspace_edit.document_changes")
            and get_capability(capabilities, "workspace.workspace_edit.change_annotation_support") is not None,
            moves=has("workspace.workspace_edit.document_changes")
            and types.ResourceOperationKind.Rename
            in (get_capability(capabilities, "workspace.workspace_edit.resource_operations") or ()),
            type_definition=offers("text_document.type_definition"),
            implementation=offers("text_document.implementation"),
            calls=offers("text_document.call_hierarchy"),
            lenses=offers("text_document.code_lens"),
            lens_refresh=has("workspace.code_lens.refresh_support"),
            hints=offers("text_document.inlay_hint"),
            hint_refresh=has("workspace.inlay_hint.refresh_support"),
            hint_tooltips="tooltip"
            in (get_capability(capabilities, "text_document.inlay_hint.resolve_support.properties") or ()),
            commands=_commands(capabilities.experimental),
            chain_changed=_said(capabilities.experimental, "chainChanged") is True,
        )


def _commands(experimental: Any) -> frozenset[str]:
    """The commands that a client says it has, in whatever shape pygls gives what is in no specification."""
    for name in ("commands", "commands"):
        experimental = _said(experimental, name)
    return frozenset(map(str, experimental)) if isinstance(experimental, list | tuple) else frozenset()


def _said(experimental: Any, name: str) -> Any:
    return experimental.get(name) if isinstance(experimental, dict) else getattr(experimental, name, None)
