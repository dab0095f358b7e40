"""An export as ReqIF 1.2 (OMG formal/16-07-01), for the tools that exchange requirements.

What an artifact is called and says stands in the attributes that DOORS, Polarion and others know by name (ReqIF.ForeignID,
ReqIF.Name, ReqIF.Text); every other attribute is a string of its own name, so that those of other tools survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2s
from xml.sax.saxutils import escape, quoteattr

from shallcheck.project.check import Check
from shallcheck.reports.export import Exported, exported

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""
_OWN = ("ReqIF.ForeignID", "ReqIF.Name", "ReqIF.Text", "Level", "Kind")
_SPACES = 'xmlns="http://www.omg.org/spec/ReqIF/20110401/reqif.xsd" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def export_reqif(check: Check, now: str) -> str:
    """The artifacts as SPEC-OBJECTs, their links as SPEC-RELATIONs, and each document as a SPECIFICATION. `now`: when it is made,
    as 2027-01-31T12:00:00Z. The same artifacts get the same identifiers every time."""
    rows = _Rows(list(exported(check)), now)
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<REQ-IF {_SPACES}>",
        *rows.header(),
        "<CORE-CONTENT><REQ-IF-CONTENT>",
        *rows.types(),
        "<SPEC-OBJECTS>",
        *rows.objects(),
        "</SPEC-OBJECTS>",
        "<SPEC-RELATIONS>",
        *rows.relations(),
        "</SPEC-RELATIONS>",
        "<SPECIFICATIONS>",
        *rows.specifications(),
        "</SPECIFICATIONS>",
        "</REQ-IF-CONTENT></CORE-CONTENT>",
        "</REQ-IF>",
        "",
    )
    return "\n".join(parts)


class _Rows:
    """The artifacts of one export, and what they are called in it."""

    def __init__(self, rows: Sequence[Exported], now: str) -> None:
        self._rows = rows
        self._now = now
        self._names = [name for name in dict.fromkeys(key for row in rows for key, _ in row.attributes) if name not in _OWN]
        self._kinds = sorted({link.type for row in rows for link in row.links})
        self._objects = [_key("object", row.path, row.identifier, str(number)) for number, row in enumerate(rows)]
        self._by_identifier = {row.identifier: self._objects[number] for number, row in enumerate(rows) if row.identifier}

    def header(self) -> Iterator[str]:
        yield f'<THE-HEADER><REQ-IF-HEADER IDENTIFIER="{_key("header")}">'
        yield f"<CREATION-TIME>{self._now}</CREATION-TIME><REQ-IF-TOOL-ID>ShallCheck</REQ-IF-TOOL-ID>"
        yield "<REQ-IF-VERSION>1.0</REQ-IF-VERSION><SOURCE-TOOL-ID>ShallCheck</SOURCE-TOOL-ID>"
        yield "<TITLE>Requirements</TITLE>"
        yield "</REQ-IF-HEADER></THE-HEADER>"

    def types(self) -> Iterator[str]:
        yield "<DATATYPES>"
        yield f'<DATATYPE-DEFINITION-STRING {self._named("string", "String")} MAX-LENGTH="1000000"/>'
        yield f"<DATATYPE-DEFINITION-XHTML {self._named('xhtml', 'XHTML')}/>"
        yield "</DATATYPES>"
        yield "<SPEC-TYPES>"
        yield f"<SPEC-OBJECT-TYPE {self._named('artifact', 'Artifact')}><SPEC-ATTRIBUTES>"
        for name in (*_OWN, *self._names):
            form = "XHTML" if name == "ReqIF.Text" else "STRING"
            yield (
                f"<ATTRIBUTE-DEFINITION-{form} {self._named('attribute', name)}><TYPE><DATATYPE-DEFINITION-{form}-REF>"
                f"{_key(form.lower(), form if form == 'XHTML' else 'String')}</DATATYPE-DEFINITION-{form}-REF></TYPE>"
                f"</ATTRIBUTE-DEFINITION-{form}>"
            )
        yield "</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE>"
        for kind in self._kinds:
            yield f"<SPEC-RELATION-TYPE {self._named('relation', kind)}/>"
        yield f"<SPECIFICATION-TYPE {self._named('specification', 'Document')}/>"
        yield "</SPEC-TYPES>"

    def objects(self) -> Iterator[str]:
        for number, row in enumerate(self._rows):
            own = dict(zip(_OWN, (row.identifier, row.title, row.text, row.level, row.kind), strict=True))
            yield f"<SPEC-OBJECT {self._identified(self._objects[number])}><VALUES>"
            for name, value in {**own, **{key: value for key, value in row.attributes if key not in _OWN}}.items():
                if value:
                    yield _xhtml(name, value) if name == "ReqIF.Text" else _string(name, value)
            kind = _key("artifact", "Artifact")
            yield f"</VALUES><TYPE><SPEC-OBJECT-TYPE-REF>{kind}</SPEC-OBJECT-TYPE-REF></TYPE></SPEC-OBJECT>"

    def relations(self) -> Iterator[str]:
        seen = set()
        for number, row in enumerate(self._rows):
            for link in row.links:
                target = self._by_identifier.get(link.target)
                name = _key("link", self._objects[number], link.target, link.type)
                if target is None or name in seen:  # what is not exported cannot be linked to
                    continue
                seen.add(name)
                yield (
                    f"<SPEC-RELATION {self._identified(name)}>"
                    f"<SOURCE><SPEC-OBJECT-REF>{self._objects[number]}</SPEC-OBJECT-REF></SOURCE>"
                    f"<TARGET><SPEC-OBJECT-REF>{target}</SPEC-OBJECT-REF></TARGET>"
                    f"<TYPE><SPEC-RELATION-TYPE-REF>{_key('relation', link.type)}</SPEC-RELATION-TYPE-REF></TYPE>"
                    "</SPEC-RELATION>"
                )

    def specifications(self) -> Iterator[str]:
        for path in dict.fromkeys(row.path for row in self._rows):
            name = path.replace("\\", "/").rsplit("/", 1)[-1]
            yield f"<SPECIFICATION {self._identified(_key('document', path))} LONG-NAME={_quoted(name)}>"
            yield f"<TYPE><SPECIFICATION-TYPE-REF>{_key('specification', 'Document')}</SPECIFICATION-TYPE-REF></TYPE><CHILDREN>"
            for number, row in enumerate(self._rows):
                if row.path == path:
                    place = self._identified(_key("place", self._objects[number]))
                    yield (
                        f"<SPEC-HIERARCHY {place}><OBJECT><SPEC-OBJECT-REF>{self._objects[number]}</SPEC-OBJECT-REF></OBJECT>"
                        "</SPEC-HIERARCHY>"
                    )
            yield "</CHILDREN></SPECIFICATION>"

    def _named(self, kind: str, name: str) -> str:
        return f"{self._identified(_key(kind, name))} LONG-NAME={_quoted(name)}"

    def _identified(self, key: str) -> str:
        return f'IDENTIFIER="{key}" LAST-CHANGE="{self._now}"'


def _key(*parts: str) -> str:
    """An identifier that is an xsd:ID, the same for the same parts."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"_{blake2s(data, digest_size=12).hexdigest()}"


def _string(name: str, value: str) -> str:
    return f"<ATTRIBUTE-VALUE-STRING THE-VALUE={_quoted(value)}>{_definition('STRING', name)}</ATTRIBUTE-VALUE-STRING>"


def _xhtml(name: str, value: str) -> str:
    paragraphs = "".join(f"<xhtml:p>{escape(_clean(line))}</xhtml:p>" for line in value.split("\n") if line)
    body = f"<THE-VALUE><xhtml:div>{paragraphs}</xhtml:div></THE-VALUE>"
    return f"<ATTRIBUTE-VALUE-XHTML>{body}{_definition('XHTML', name)}</ATTRIBUTE-VALUE-XHTML>"


def _definition(form: str, name: str) -> str:
    reference = f"ATTRIBUTE-DEFINITION-{form}-REF"
    return f"<DEFINITION><{reference}>{_key('attribute', name)}</{reference}></DEFINITION>"


def _quoted(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
