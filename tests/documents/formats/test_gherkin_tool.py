"""What we read of a feature file is what the official parser of Gherkin reads: the same scenarios, tags and steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser

from shallcheck.documents.notation import notation
from shallcheck.model.kinds import Kind
from tests.documents.corpus import files, name
from tests.documents.reading import links, read, said

OWN = Path(__file__).parents[1] / "samples" / "gherkin"
SAMPLES = [*sorted(OWN.glob("*.feature")), *files("gherkin", "*.feature")]


def parts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A feature's or rule's rules, backgrounds and scenarios, and itself."""
    yield node
    for child in node.get("children", ()):
        for each in child.values():
            yield from parts(each)


@pytest.mark.parametrize("path", SAMPLES, ids=name)
def test_the_official_parser_reads_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    parsed: dict[str, Any] = dict(Parser().parse(text))
    nodes = list(parts(parsed["feature"]))
    document = read(str(path), text)
    titles = [artifact.title for _, _, artifact in document.artifacts()]
    assert titles == [node["name"] for node in nodes if node["keyword"] != "Background"]
    steps = [step["keyword"].replace("* ", "") + step["text"] for node in nodes for step in node.get("steps", ())]
    assert said(document, Kind.SCENARIO_STEP) == steps
    tagged = [*nodes, *(example for node in nodes for example in node.get("examples", ()))]
    tags = [tag["name"].removeprefix("@") for node in tagged for tag in node.get("tags", ())]
    assert sorted(links(document)) == sorted(tag for tag in tags if notation().is_identifier(tag))
