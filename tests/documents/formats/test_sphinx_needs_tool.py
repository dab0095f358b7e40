"""What we read of a Sphinx project is what sphinx-needs itself reads.

`TOOL` was made by sphinx-needs 9.1.0 from the project in `samples/sphinx-needs` (`sphinx-build -b needs`, with myst-parser
5.2.0): of each need its title, links and parent. It is not run here, because Sphinx and its extensions are many packages.
Once, three real documents were compared so as well (the page about needs of sphinx-needs, the features of sphinx-codelinks,
the tool requirements of Eclipse S-CORE): all 139 needs that the tool read were alike.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from shallcheck.documents.needs_config import declare
from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.model.kinds import Kind

SAMPLES = Path(__file__).parents[1] / "samples" / "sphinx-needs"
TOOL = {
    "C_DRIVE": ("Drive", [], ""),
    "C_DRUM": ("Drum", [], ""),
    "N_HOLD": ("Hold the ship", [], ""),
    "R_66070": ("The winch shall stop within 2 s of each emergency stop.", [], ""),
    "R_ALARM": ("Alarm", ["N_HOLD", "R_LOAD.kn"], "R_SLACK"),
    "R_LOAD": ("Load", [], ""),
    "R_LOG": ("Log", ["N_HOLD"], ""),
    "R_SLACK": ("Slack", ["C_DRIVE", "C_DRUM", "N_HOLD"], ""),
    "T_LOG": ("Log after a stop", ["R_LOG"], "R_LOG"),
    "T_SLACK": ("Slack in wind", ["R_ALARM", "R_SLACK"], ""),
}


def test_sphinx_needs_reads_the_same() -> None:
    declared = declare({"conf.py": (SAMPLES / "conf.py").read_text("utf-8")})
    ours = {}
    for path in (SAMPLES / "index.rst", SAMPLES / "tests.md"):
        settings = ReaderSettings(declarations=(("sphinx-needs", declared), ("myst-needs", declared)))
        document = read_document(path.name, path.read_text("utf-8"), settings)
        assert document is not None
        for placed in document.placed:
            reading = placed.segment.reading
            links = defaultdict(list)
            for link in reading.links:
                if link.type != "mentions" and link.artifact is not None:
                    links[link.artifact].append(link.target)
            for number, artifact in enumerate(reading.artifacts):
                if artifact.kind is Kind.NOTE:
                    continue  # a part of a need, which the tool keeps within it
                parent = reading.artifacts[artifact.parent].label if artifact.parent is not None else ""
                ours[artifact.label] = (artifact.title, sorted(links[number]), parent)
    assert ours == TOOL
