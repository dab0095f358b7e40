"""How words, attributes and links are written in a Doorstop item. A new item is a new file, which no edit of this one makes."""

from __future__ import annotations

import json
import re

from shallcheck.documents.format import Site, Writing
from shallcheck.documents.markdown_writing import markdown_words
from shallcheck.documents.source import line_end, line_start, newline
from shallcheck.documents.yaml_places import Node, read_yaml
from shallcheck.documents.yaml_writing import appended, yaml_words
from shallcheck.model.document import Link, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Level

FENCE = re.compile(r"\ufeff?---[ \t]*(?:\r\n?|\n)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z](?:[\w ,.()/-]*[\w.()])?")
"""What YAML reads as the text that it is, without quotes."""


def front_of(text: str) -> str:
    """The data of an item: of a Markdown file its front matter, both fences included, else the whole text."""
    opening = FENCE.match(text)
    closing = _END.search(text, opening.end()) if opening else None
    return text[: closing.end()] if closing else text


def link_type(setting: Setting) -> str:
    """What an item's link to an item of the parent document says."""
    return "verifies" if setting.level is Level.TESTS else "derived-from"


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    """Words in the item's Markdown, in a YAML text as its style has it."""
    words = markdown_words(text, at, words, thorough)
    front = front_of(text)
    return yaml_words(read_yaml(front).root, at, words) if at < len(front) else words


def _attribute(site: Site, name: str, value: str) -> Edit | None:
    """A line `name: value` where the order of the keys has it, as Doorstop sorts them."""
    return _entry(site, name.lower().replace(" ", "-"), f" {value if _PLAIN.fullmatch(value) else json.dumps(value)}")


def _entry(site: Site, key: str, value: str) -> Edit | None:
    text = site.placed.segment.text
    front = front_of(text)
    root = read_yaml(front).root
    if root is None or not root.pairs or text.startswith("{", root.place.start) or root.get(key) is not None:
        return None
    line = newline(site.document)
    behind = next((name for name, _ in root.pairs if name.text > key), None)
    if behind is not None:
        at = line_start(text, behind.place.start)
        return Edit(at, at, f"{key}:{value}{line}")
    last = root.pairs[-1][1]
    at = len(text[: max(last.place.end, root.pairs[-1][0].place.end)].rstrip())
    at = line_end(text, at)
    return Edit(at, at, f"{line}{key}:{value}")


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """An entry of `links:`, not yet reviewed."""
    if kind != link_type(site.document.setting):
        return None
    text = site.placed.segment.text
    links = _links(read_yaml(front_of(text)).root)
    line = newline(site.document)
    if links is None:
        return _entry(site, "links", f"{line}- {target}: null")
    return appended(text, links, f"- {target}: null", target, line)


def _links(root: Node | None) -> Node | None:
    return root.get("links") if root else None


def _stamp(text: str, link: Link, mark: str) -> Edit | None:
    """The fingerprint of the target as it is now, as `doorstop clear` writes it."""
    links = _links(read_yaml(front_of(text)).root)
    for item in (links.items or []) if links else []:
        key, value = item.pairs[0] if item.pairs else (item, None)
        if value is not None and key.inner() == link.place:
            return Edit(value.place.start, value.place.end, mark)
    return None


DOORSTOP_WRITING = Writing(_words, attribute=_attribute, link=_link, stamp=_stamp)
