"""sphinx-needs in reStructuredText and MyST: directives as artifacts, their text and links, and all of it written back."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from shallcheck.documents.drafting import Answers, draft
from shallcheck.documents.formats.sphinx_needs import SPHINX_NEEDS
from shallcheck.documents.needs_config import declare, needs_config
from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

SAMPLES = Path(__file__).parents[1] / "samples" / "sphinx-needs"
CONF = (SAMPLES / "conf.py").read_text("utf-8")
DECLARED = declare({"conf.py": CONF})
REQ = ".. req:: Stop\n   :id: R_STOP\n   :links: N_1\n\n   The pump shall stop fast and log each stop.\n"
MYST = "# Pump\n\n```{req} Stop\n:id: R_STOP\n:links: N_1\n\nThe pump shall stop fast and log each stop.\n```\n"


def sample(name: str) -> Document:
    text = (SAMPLES / name).read_text("utf-8")
    document = read_document(name, text, ReaderSettings(declarations=(("sphinx-needs", DECLARED), ("myst-needs", DECLARED))))
    assert document is not None
    check_places(document)
    return document


def link_rows(document: Document) -> list[tuple[str, str, str]]:
    rows = []
    for placed, link in document.links():
        assert link.place.of(placed.segment.text) == link.target
        owner = placed.segment.reading.artifacts[link.artifact].label if link.artifact is not None else ""
        rows.append((owner, link.type, link.target))
    return rows


def problems(document: Document) -> list[tuple[str, int, str, str | None]]:
    """Rule, line (1-based), underlined text and fix."""
    return [
        (one.rule, document.text.count("\n", 0, placed.start + one.place.start) + 1, one.place.of(placed.segment.text), one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def test_the_sample_is_read_whole() -> None:
    document = sample("index.rst")
    made = "R_66070"  # as Sphinx makes it of the title
    assert labels(document) == ["N_HOLD", "R_SLACK", "R_ALARM", "R_LOAD", "R_LOAD.kn", made, "C_DRUM", "C_DRIVE"]
    assert said(document, Kind.NEED) == ["The ship shall stay at the quay in wind of up to 20 m/s."]
    assert said(document, Kind.REQUIREMENT) == [
        "While automatic mode is active, the winch shall keep the slack of each rope below 1 m, as R_LOAD has it.",
        "When the slack of a rope reaches 1 m, the winch shall:",
        "When the slack of a rope reaches 1 m, the winch shall sound the horn within 1 s, and",
        "When the slack of a rope reaches 1 m, the winch shall show the rope in the ``alarms`` list.",
        "The winch shall hold 120 kN at normal load.",
        "The winch shall stop within 2 s of each emergency stop.",
    ]
    assert said(document, Kind.ARCHITECTURE) == ["Winds the rope up.", "Turns the drum."]
    assert link_rows(document) == [
        ("R_SLACK", "traces", "N_HOLD"),
        ("R_SLACK", "traces", "C_DRUM"),
        ("R_SLACK", "traces", "C_DRIVE"),
        ("R_ALARM", "traces", "N_HOLD"),
        ("R_ALARM", "traces", "R_LOAD.kn"),
        ("R_SLACK", "mentions", "R_LOAD"),
    ]
    slack = next(one for _, _, one in document.artifacts() if one.label == "R_SLACK")
    assert {one.name: one.value for one in slack.attributes} == {
        "status": "open",
        "tags": "safety; rope",
        "rationale": "a slack rope must not foul the propeller.",
    }
    assert [one.reason for placed in document.placed for one in placed.segment.reading.suppressions] == [
        '"normal load" is defined in the manual of the winch'
    ]
    assert [(one.title, one.depth) for placed in document.placed for one in placed.segment.reading.outline] == [
        ("Mooring winch", 1),
        ("Needs", 2),
        ("Requirements", 2),
    ]
    assert problems(document) == []
    assert (document.setting.dialect, document.setting.chain) == (Dialect.SHALL_OR_MUST, False)


def test_myst_is_read_as_well() -> None:
    document = sample("tests.md")
    assert document.setting.format == "myst-needs"
    assert labels(document) == ["T_SLACK", "R_LOG", "T_LOG"]
    assert said(document, Kind.REQUIREMENT) == [
        "The winch shall log:",
        "The winch shall log: each alarm, and",
        "The winch shall log: each stop.",
    ]
    assert said(document, Kind.TEST)[0].endswith("takes it in within 5 s, as `R_SLACK` demands.")
    assert link_rows(document) == [
        ("T_SLACK", "verifies", "R_SLACK"),
        ("T_SLACK", "verifies", "R_ALARM"),
        ("T_SLACK", "mentions", "R_SLACK"),
        ("R_LOG", "traces", "N_HOLD"),
        ("T_LOG", "verifies", "R_LOG"),
    ]
    assert [one.parent for _, _, one in document.artifacts()] == [None, None, 0]


def test_what_quotes_is_no_need() -> None:
    quoted = "   .. req:: Not this\n      :id: NO\n\n"
    text = f"{REQ}\nAs in::\n\n{quoted}.. code-block:: rst\n\n{quoted}..\n{quoted}.. A remark.\n{quoted}"
    assert labels(read("a.rst", text)) == ["R_STOP"]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("It is old.\n\n   The pump shall stop.\n\n   It must not leak.", ["The pump shall stop."]),
        ("It is old.\n\n   It must stop.", ["It must stop."]),
        ("Stops the pump.\n\n   More about it.", ["Stops the pump."]),
        ("Titles do not hold the words:\n\n   * shall\n   * must", ["Titles do not hold the words:"]),
        ("Rationale: it must stop.\n\n   The pump shall stop.", ["The pump shall stop."]),
        (".. note:: The pump shall fly.", []),
        ("A ``p`` \\*shall\\* `go there <x>`_ **now** :ref:`at once <y>`.", ["A ``p`` *shall* go there now at once."]),
    ],
)
def test_the_paragraph_that_obliges_is_the_statement(body: str, texts: list[str]) -> None:
    document = read("a.rst", f".. req:: Title\n   :id: R_1\n\n   {body}\n")
    check_places(document)
    assert said(document, Kind.REQUIREMENT) == texts


def test_an_undeclared_directive_with_an_identifier_counts_and_is_judged_where_it_obliges() -> None:
    document = read(
        "a.rst", ".. feature:: A\n   :id: F_1\n\n   It will be nice.\n\n.. feature:: B\n   :id: F_2\n\n   It shall stop.\n"
    )
    assert [(one.label, one.kind) for _, _, one in document.artifacts()] == [("F_1", Kind.NOTE), ("F_2", Kind.REQUIREMENT)]
    assert [one.text for _, one in document.statements()] == ["It shall stop."]


@pytest.mark.parametrize(
    ("directive", "kind", "level"),
    [
        ("stkh_req", Kind.NEED, Level.NEEDS),
        ("tool_req", Kind.REQUIREMENT, Level.REQUIREMENTS),
        ("user-story", Kind.NEED, Level.NEEDS),
        ("sw_arch", Kind.ARCHITECTURE, Level.ARCHITECTURE),
        ("impl", Kind.CODE, Level.CODE),
        ("testcase", Kind.TEST, Level.TESTS),
    ],
)
def test_the_type_tells_the_kind(directive: str, kind: Kind, level: Level) -> None:
    document = read("a.rst", f".. {directive}:: Title\n   :id: X_1\n\n   Text.\n")
    assert [(one.kind, one.level) for _, _, one in document.artifacts()] == [(kind, level)]


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=====\n\nThe pump shall stop.\n\n.. note:: It must stop.\n\n.. image:: a.png\n   :alt: x\n",
        ".. needtable::\n   :filter: id\n",
        ":author: me\n:id: 4\n\nText\n",
    ],
)
def test_other_text_is_silent(text: str) -> None:
    assert read_document("a.rst", text) is None


def test_markdown_without_a_need_is_read_as_markdown() -> None:
    plain = read_document("a.md", "- **SYS-001**: The pump shall stop.\n\n```{note}\nx\n```\n")
    assert plain is not None
    assert plain.setting.format == "markdown"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.rst", ".. req:: A\n   :id: R_1\n   status: open\n\n   It shall stop.\n", [("DOC001", 3, "status: open", None)]),
        ("a.rst", ".. req:: A\n   :id:\n\n   It shall stop.\n", [("DOC001", 2, ":id:", None)]),
        ("a.rst", f"{REQ}\n.. req::\n   :id: R_2\n", [("DOC001", 7, "req", None)]),
        ("a.rst", f"{REQ}\n.. req: B\n   :id: R_2\n", [("DOC002", 7, ":", "::")]),
        ("a.rst", f"{REQ}\n:links: R_1\n", [("DOC002", 7, ":links:", None)]),
        ("a.rst", ".. req:: A\n\n   :id: R_1\n\n   It shall stop.\n", [("DOC002", 2, "\n", "")]),
        ("a.md", f"{MYST}\n```req\n:id: R_2\n```\n", [("DOC002", 10, "req", "{req}")]),
        ("a.md", f"{MYST}\n```{{req}} B\n:id: R_2\n", [("DOC001", 10, "req", None)]),
    ],
)
def test_what_is_wrong_or_nearly_right_is_told_and_the_rest_is_read(
    name: str, text: str, found: list[tuple[str, int, str, str | None]]
) -> None:
    document = read(name, text)
    assert problems(document) == found
    assert said(document, Kind.REQUIREMENT)


def test_the_configuration_is_read_and_never_run() -> None:
    config = needs_config(declare({"conf.py": CONF + "\nneeds_id_required = bool(open('/nowhere'))\nimport nothing_at_all\n"}))
    assert config.types["comp"] == ("Component", "C_")
    assert config.links == {"verifies", "carried_by"}
    assert config.id_regex == "^[A-Z]{1,4}_[A-Z0-9_]+"
    assert not config.id_required
    toml = '[needs]\nid_required = true\n[[needs.types]]\ndirective = "goal"\n[needs.links.blocks]\nincoming = "x"\n'
    config = needs_config(declare({"conf.py": "", "ubproject.toml": toml}))
    assert (list(config.types), config.links, config.id_required) == (["goal"], frozenset({"blocks"}), True)
    assert needs_config(declare({"conf.py": "needs_links = {'blocks': {}}\nneeds_types = [x, {'directive': 'y'}]"})).links == {
        "blocks"
    }


@pytest.mark.parametrize("text", ["x = (", "-" * 100_000 + "1", "needs_types = " + "[" * 5000, "\0", "needs_types: list = 5"])
def test_a_configuration_that_cannot_be_read_declares_nothing_and_fails_nothing(text: str) -> None:
    assert needs_config(declare({"conf.py": text, "ubproject.toml": text})).types["req"]


def test_what_the_project_demands_of_identifiers_is_told() -> None:
    declared = declare({"conf.py": "needs_id_regex = '^R_[0-9]+'\nneeds_id_required = True\n"})
    text = ".. req:: A\n   :id: X1\n\n   It shall stop.\n\n.. req:: B\n\n   It shall go.\n"
    document = read_document("a.rst", text, ReaderSettings(declared=declared))
    assert document is not None
    assert problems(document) == [("TRC009", 2, "X1", None)]
    assert labels(document) == ["X1", ""]


def test_links_to_other_projects_are_not_looked_up_here() -> None:
    declared = declare({"conf.py": "needs_external_needs = [{'base_url': url(), 'id_prefix': 'EXT_'}, {'id_prefix': 'LIB_'}]"})
    assert json.loads(declared)["foreign_prefixes"] == ["LIB_"]
    text = ".. req:: A\n   :id: R_1\n   :links: LIB_7, R_2\n\n   It shall stop.\n"
    document = read_document("a.rst", text, ReaderSettings(declared=declared))
    assert document is not None
    assert document.setting.foreign
    assert link_rows(document) == [("R_1", "traces", "R_2")]


@pytest.mark.parametrize(("name", "text"), [("a.rst", REQ), ("a.md", MYST)])
def test_fixes_links_and_suppressions_are_written_back(name: str, text: str) -> None:
    document = read(name, text)
    placed, statement = next(document.statements())
    assert statement.text == "The pump shall stop fast and log each stop."

    def after(edits: list[Edit] | None) -> Document:
        assert edits is not None
        return read(name, apply_edits(text, edits))

    at = statement.text.index(" and log")
    split = Fix("Split", (Edit(at, len(statement.text) - 1, ""),), siblings=("The pump shall log each stop.",))
    divided = after(render_fix(document, placed, statement, split))
    assert labels(divided) == ["R_STOP", "R_STOP_2"]
    assert said(divided, Kind.REQUIREMENT) == ["The pump shall stop fast.", "The pump shall log each stop."]
    linked = after(render_link(document, placed, statement, "traces", "N_2"))
    assert link_rows(linked) == [("R_STOP", "traces", "N_1"), ("R_STOP", "traces", "N_2")]
    assert render_link(document, placed, statement, "verifies", "N_2") is None, "no need of the document has that option"
    silenced = after(render_suppression(document, placed, statement.place(Span(0, 3)), "AMB001", "fast is defined"))
    assert [one.rules for each in silenced.placed for one in each.segment.reading.suppressions] == [("AMB001",)]
    attribute = Fix("Add", attribute=("Verification", "test"))
    assert render_fix(document, placed, statement, attribute) is None, "nobody says that Sphinx takes that option"
    declared = declare({"conf.py": "needs_extra_options = ['verification']"})
    settings = ReaderSettings(declarations=(("sphinx-needs", declared), ("myst-needs", declared)))
    known = read_document(name, text, settings)
    assert known is not None
    placed, statement = next(known.statements())
    verified = after(render_fix(known, placed, statement, attribute))
    artifact = next(verified.artifacts())[2]
    assert [(one.name, one.value) for one in artifact.attributes] == [("verification", "test")]


@pytest.mark.parametrize(("name", "text"), [("a.rst", REQ), ("a.md", MYST)])
def test_a_new_need_is_written_behind_another(name: str, text: str) -> None:
    answers = Answers("the pump", "when", "the tank is full", "stop", "within 2 s", "test")
    made = draft(read(name, text), 5, answers, ())
    assert made is not None
    written = read(name, apply_edits(text, made.edits))
    check_places(written)
    assert labels(written) == ["R_STOP", "R_STOP_2"]
    assert said(written, Kind.REQUIREMENT)[1] == "When the tank is full, the pump shall stop within 2 s."
    assert [one.title for _, _, one in written.artifacts()] == ["Stop", "Stop"]


def test_without_a_title_sphinx_takes_the_first_sentence() -> None:
    document = read(
        "a.rst", ".. req::\n   :title_from_content:\n\n   The first sentence will be the title.  \n   It must stop.\n"
    )
    assert labels(document) == ["R_BAFCF"]


def test_a_deleted_need_is_none_and_the_other_of_its_name_is() -> None:
    text = ".. req:: A\n   :id: R_1\n   :delete:\n\n   It shall stop.\n\n"
    text += ".. req:: B\n   :id: R_1\n   :delete: false\n\n   It shall go.\n"
    assert said(read("a.rst", text), Kind.REQUIREMENT) == ["It shall go."]


def test_a_field_of_a_program_is_no_stray_option() -> None:
    assert problems(read("a.rst", f"{REQ}\n.. py:function:: f(id)\n\n   :id: the identifier\n   :links: those to follow\n")) == []


def test_what_sphinx_computes_is_no_link() -> None:
    value = "[[copy('links', 'R_9')]], R_2[status==\"a\"]; R_3.part | <<x:R_4>>"
    text = f".. req:: A\n   :id: R_1\n   :links: {value}\n\n   It shall stop.\n"
    assert [target for _, _, target in link_rows(read("a.rst", text))] == ["R_2", "R_3.part"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rst", f"{REQ}\n.. req:: a{{}}b\n   :id:{{}}x\n\n   It shall :ref:`a{{}}` and *{{}}b*.\n"),
        ("a.rst", f"{REQ}\n.. req:: a\n   :id: R_2\n   :links: a[{{}}, <<{{}}\n\n   * {{}}a\n"),
        ("a.md", f"{MYST}\n```{{req}} a{{}}b\n:id: R_2\n:links:{{}}\n\nIt shall{{}}\n```\n"),
    ],
)
def test_spaces_without_end_cost_no_more_than_other_text(name: str, text: str) -> None:
    began = time.monotonic()
    read_document(name, text.replace("{}", " " * 100_000))
    assert time.monotonic() - began < 10


def test_the_format_says_what_to_do() -> None:
    assert SPHINX_NEEDS.expects
