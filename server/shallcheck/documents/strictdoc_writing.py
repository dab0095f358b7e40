"""How words, nodes, fields and relations are written in StrictDoc's notation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shallcheck.documents.additions import next_label
from shallcheck.documents.format import Added, Fresh, Site, Writing
from shallcheck.documents.notation import ATTRIBUTE_KEYS
from shallcheck.documents.source import line_start, newline
from shallcheck.documents.strictdoc_grammar import CONTENT, Element, around_of, elements, link_type
from shallcheck.documents.strictdoc_nodes import TEXT_CLOSES, TEXT_OPENS, Field, Node, parse_node
from shallcheck.model.finding import Edit


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    """A text has no marks to escape; a line break would end a field of one line."""
    return " ".join(words.split("\n"))


def _node(site: Site) -> Node:
    return parse_node(site.placed.segment.text)


def _element(site: Site, node: Node) -> Element | None:
    """What the document's grammar says of the node's tag; None: it is not known."""
    known = elements(around_of(site.placed.segment.context).grammar)
    return known.get(node.tag) if known else None


def _behind(node: Node, element: Element, name: str) -> int:
    """Where a field belongs, as the grammar orders them: behind the last of those that come before it."""
    before = element.fields[: element.fields.index(name)]
    return max((one.end for one in node.fields if one.name in before), default=node.place.end)


def _attribute(site: Site, name: str, value: str) -> Edit | None:
    """The field of that meaning, if the grammar has one."""
    node = _node(site)
    element = _element(site, node)
    wanted = ATTRIBUTE_KEYS.get(name.lower(), name.lower())
    fields = element.fields if element else ()
    field = next((one for one in fields if _meaning(one) == wanted), None)
    if element is None or field is None or any(one.name == field for one in node.fields):
        return None
    at = _behind(node, element, field)
    return Edit(at, at, f"{newline(site.document)}{field}: {_words('', 0, value, False)}")


def _meaning(field: str) -> str:
    name = field.replace("_", " ").lower()
    return ATTRIBUTE_KEYS.get(name, name)


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """A relation to a parent, in the role that the grammar has for that type of link."""
    node = _node(site)
    element = _element(site, node)
    for relation in element.relations if element else ():
        name, _, role = relation.partition("=")
        if name == "Parent" and link_type(name, role, site.artifact.kind) == kind:
            break
    else:
        return None
    line = newline(site.document)
    entry = f"{line}- TYPE: Parent{line}  VALUE: {target}" + (f"{line}  ROLE: {role}" if role else "")
    if node.linking is None:
        return Edit(node.end, node.end, f"{line}RELATIONS:{entry}")
    at = max([node.linking.end, *(one.end for one in node.relations)])
    return Edit(at, at, entry)


def _identifier(site: Site, label: str) -> Edit | None:
    node = _node(site)
    mid = node.first("MID")
    at = mid.end if mid else node.place.end
    return Edit(at, at, f"{newline(site.document)}UID: {label}")


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    """Nodes behind the artifact's, with its fields of one line and its relations."""
    node = _node(site)
    content = node.first(*CONTENT)
    if content is None or node.first("UID") is None:
        return None
    line = newline(site.document)
    labels: list[str] = []
    blocks = []
    for each in texts:
        label = next_label(site.document, site.artifact, {*taken, *labels})
        labels.append(label)
        lines = [node.place.of(site.placed.segment.text), *_fields(site, node, content, label, each, fresh)]
        if fresh is None and node.linking is not None and node.relations:
            end = max(one.end for one in node.relations)
            lines.append(site.placed.segment.text[node.linking.start : end])
        blocks.append(line * 2 + line.join(lines))
    return Added((Edit(node.end, node.end, "".join(blocks)),), tuple(labels))


def _fields(site: Site, node: Node, content: Field, label: str, text: str, fresh: Fresh | None) -> list[str]:
    """The lines of a new node's fields, in the order of the old one's; its MID is the tool's to give."""
    source, line = site.placed.segment.text, newline(site.document)
    statement = f"{content.name}: {TEXT_OPENS}{line}{text}{line}{TEXT_CLOSES}" if content.multiline else f"{content.name}: {text}"
    given = {"UID": f"UID: {label}", content.name: statement}
    if fresh is not None:
        given |= {"TITLE": f"TITLE: {fresh.title}"}
        element = _element(site, node)
        meant = {ATTRIBUTE_KEYS.get(name.lower(), name.lower()): value for name, value in fresh.attributes}
        order = element.fields if element else tuple(one.name for one in node.fields)
        given |= {name: f"{name}: {meant[_meaning(name)]}" for name in order if _meaning(name) in meant}
        known = [name for name in order if name in given and (name != "TITLE" or node.first("TITLE"))]
        return [given[name] for name in known]
    kept = [one for one in node.fields if one.name != "MID" and (one.name in given or not one.multiline)]
    return [given.get(one.name) or source[line_start(source, one.place.start) : one.end] for one in kept]


STRICTDOC_WRITING = Writing(_words, _siblings, _attribute, _link, _identifier)
