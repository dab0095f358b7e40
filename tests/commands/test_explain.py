"""`shallcheck explain`: a rule's page, the list of rules, and advice where there is no such rule."""

from __future__ import annotations

import pytest

from shallcheck.reports.rule_page import rule_markdown
from shallcheck.rules.registry import all_rules
from tests.commands.running import on_terminal, shallcheck


@pytest.mark.parametrize("name", ["AMB001", "amb001", "vague-term", "Vague-Term"])
def test_a_rule_is_explained_by_its_code_or_name(name: str) -> None:
    done = shallcheck("explain", name)

    assert done.code == 0
    assert done.out.rstrip("\n") == rule_markdown(all_rules()["AMB001"]).rstrip("\n")


def test_a_terminal_gets_the_page_set_as_text() -> None:
    done = on_terminal("explain", "AMB001", columns=80)

    assert "AMB001 vague-term" in done.out
    assert "\x1b[1" in done.out
    assert "**" not in done.out


def test_without_a_code_each_rule_is_listed() -> None:
    done = shallcheck("explain")

    assert done.code == 0
    assert [line.split()[:2] for line in done.out.splitlines()] == [[rule.code, rule.slug] for rule in all_rules().values()]


def test_the_beginning_of_codes_lists_those_rules() -> None:
    done = shallcheck("explain", "amb")

    assert [line.split()[0] for line in done.out.splitlines()] == [code for code in all_rules() if code.startswith("AMB")]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("AMB0001", "did you mean AMB001?"),
        ("vaque-term", "did you mean vague-term?"),
        ("xyzzy", "`shallcheck explain` lists them."),
    ],
)
def test_a_rule_that_does_not_exist_is_told_with_a_likely_one(code: str, advice: str) -> None:
    done = shallcheck("explain", code)

    assert (done.code, done.out) == (2, "")
    assert done.err == f"There is no rule “{code}”: {advice}\n"


def test_a_statement_is_explained_part_by_part() -> None:
    done = shallcheck(
        "explain",
        "--statement",
        "When the tank is hot, the valve must not open until it holds at most 5 bar.",
        "--dialect",
        "must",
    )

    assert done.code == 0
    for row in (
        "| when | “When the tank is hot” |",
        "| dialect | must |",
        "| subject | “the valve” (component) |",
        "| does what | “open” |",
        "| how well | “at most 5 bar” (measure, at most 5 bar) |",
        "| negation | “not” |",
    ):
        assert row in done.out
    assert "AMB004" in done.out


def test_a_person_a_placeholder_and_code_are_told_apart() -> None:
    out = shallcheck("explain", "--statement", "The guest shall enter `code` within <value> s.").out

    assert "| subject | “The guest” (person) |" in out
    assert "| placeholder | “\\<value\\>” |" in out
    assert "(code) |" in out
    assert "**FRM004 user-as-subject**" in out or "**FRM008 unfinished**" in out


def test_an_empty_statement_is_refused_with_an_example() -> None:
    done = shallcheck("explain", "--statement", " ")

    assert done.code == 2
    assert "shallcheck explain --statement" in done.err
