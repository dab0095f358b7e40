"""A rule that says what it needs says nothing where that is not: it is never asked there."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.project.state import Project
from shallcheck.rules.registry import Example, Needs, Rule, Scope, all_rules

NEEDY = [rule for rule in all_rules().values() if rule.needs is not Needs.ANYTHING]
EXAMPLES = [
    example
    for rule in all_rules().values()
    if rule.scope in (Scope.DOCUMENT, Scope.WORKSPACE)
    for example in (*rule.poor, *rule.good)
]


def whole(example: Example) -> Project:
    project = Project()
    for path, text in ((example.path, example.text), *example.beside):
        document = read_document(path, text)
        if document is not None:
            project.put(document)
    return project


@pytest.mark.parametrize("rule", NEEDY, ids=lambda rule: rule.code)
def test_where_it_is_not_asked_it_would_say_nothing(rule: Rule) -> None:
    asked = 0
    for example in EXAMPLES:
        project = whole(example)
        for path, document in project.documents.items():
            for placed in document.placed:
                if rule.needs not in project.judgements.there(path, placed.segment):
                    assert list(rule.check(project.judgements.scene(path, document, placed.segment))) == []
                    asked += 1
    assert asked
