"""A report as one page that needs nothing else: no network, no file beside it. All text of documents is data in it."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from shallcheck.model.finding import Severity
from shallcheck.reports.facts import LACKS, Facts, in_all
from shallcheck.reports.quoting import printable
from shallcheck.reports.trend import charts

_PAGE = files("shallcheck.reports") / "page"
_MOST_FINDINGS = 5000
"""Findings that the page lists, the worst first; the JSON has all."""
_LONGEST = {"title": 200, "message": 500, "quote": 200, "id": 200}
"""Characters of a text on the page, by what it is."""
_SEVERITIES = tuple(each.word for each in (Severity.ERROR, Severity.WARNING, Severity.INFORMATION))
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
"""In JSON inside a script element: so nothing in it ends the element."""


def page(facts: Facts) -> str:
    """The page."""
    template = Environment(
        loader=DictLoader({"page": _text("page.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        finalize=lambda value: printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    template.filters |= {"counted": _counted, "breakable": _breakable}
    style = _text("page.css")
    script = "\n".join(map(_text, ("layout.js", "graph.js", "page.js")))
    rules = facts["rules"]
    documents = sorted(facts["files"], key=lambda each: (*(-each[word] for word in _SEVERITIES), each["path"]))
    judged = [each for each in facts["artifacts"] if each["judged"]]
    return template.get_template("page").render(
        **{name: facts[name] for name in ("tool", "title", "date", "revision", "hashes", "summary", "coverage", "tests")},
        rules=rules,
        files=documents,
        charts=charts(facts["trend"]),
        judged=len(judged),
        sound={"needed": len(judged), "met": sum(not each["fails"] for each in judged)},
        shares=in_all(facts["coverage"]),
        suspect=len(facts["suspect"]),
        flags=_flags(facts),
        chains=len({each["chain"] for each in facts["coverage"]} - {""}),
        severities=_SEVERITIES,
        most_by_rule=max((each["findings"] for each in rules), default=1),
        most_by_file=max((sum(each[word] for word in _SEVERITIES) for each in documents), default=1),
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=_hash(script),
        facts=Markup(_data(facts)),
    )


def _flags(facts: Facts) -> list[str]:
    """By what the graph can be filtered."""
    tested = any(each["results"] for each in facts["artifacts"])
    return ["errors", *LACKS, *(["suspect link"] if facts["suspect"] else []), *(["failed"] if tested else [])]


def _data(facts: Facts) -> str:
    """What the page's script reads."""
    findings = sorted(facts["findings"], key=lambda each: _SEVERITIES.index(each["severity"]))[:_MOST_FINDINGS]
    data = {
        "levels": facts["levels"],
        "tests": facts["tests"],
        "artifacts": [_short(each) for each in facts["artifacts"]],
        "links": facts["links"],
        "suspect": [_short(each) for each in facts["suspect"]],
        "findings": [_short(each) for each in findings],
    }
    return json.dumps(data, separators=(",", ":")).translate(_ESCAPES)


def _short(row: Facts) -> Facts:
    return {name: _cut(value, _LONGEST.get(name)) if isinstance(value, str) else value for name, value in row.items()}


def _cut(text: str, most: int | None) -> str:
    shown = printable(text)
    return shown if most is None or len(shown) <= most else f"{shown[: most - 1]}…"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _breakable(path: str) -> Markup:
    """A path that may break behind a slash."""
    return Markup("<wbr>").join(f"{part}/" for part in printable(path).split("/"))[:-1]


def _text(name: str) -> str:
    return (_PAGE / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
