"""The text report: place, code, name and message, the line with carets below the words at fault, and a summary."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shallcheck.reports.text import findings_text
from tests.reports.checked import checked

NAME = "System_Requirements.md"


def text_of(documents: dict[str, str]) -> str:
    return "\n".join("".join(part.text for part in block) for block in findings_text(checked(documents)))


def excerpt(text: str) -> tuple[str, str]:
    """The line that the first finding shows, and the line of carets below it."""
    shown, carets = re.findall(r"^  \| (.*)$", text_of({NAME: text}), re.MULTILINE)[:2]
    return shown, carets


def under(shown: str, carets: str) -> str:
    """The words above the carets, as a terminal aligns them."""
    start, end = len(carets) - len(carets.lstrip()), len(carets)
    cells = 0
    words = ""
    for char in shown:
        if start <= cells < end:
            words += char
        cells += cell_len(char)
    return words


def test_a_finding_reads_as_good_linters_print_it() -> None:
    assert text_of({NAME: "# Pump\n\n- **SYS-1**: The pump shall stop quickly.\n"}) == (
        "System_Requirements.md:3:34: AMB009 indefinite-time: “quickly” sets no time that can be tested, because no clock can "
        "tell when it is too late: write “within <value> <unit>”.\n"
        "  | - **SYS-1**: The pump shall stop quickly.\n"
        "  |                                  ^^^^^^^\n"
        "    offer: Give a time\n"
        "\n"
        "1 finding (0 errors, 1 warning, 0 information) in 1 statement in 1 file."
    )


@pytest.mark.parametrize(
    "before",
    [
        "pump",
        "\tpump",
        "漢字の pump",
        "🚰 pump",
        "é e\u0301 pump",
        "pump\u00a0",
        "\x1b[31mpump\x07",
        "‮pump",
        "pump " * 40,
        "pump 漢 and the valve " * 9,
    ],
)
def test_carets_stand_below_the_words_at_fault(before: str) -> None:
    shown, carets = excerpt(f"- **SYS-1**: The {before} shall stop quickly.\n")

    assert under(shown, carets) == "quickly"
    assert shown.isprintable()
    assert len(shown) <= 120


def test_a_long_line_shows_where_it_was_cut() -> None:
    subject, end = "of the high-pressure-hydraulic-circuit " * 6, "in the high-pressure-hydraulic-circuit " * 6
    shown, carets = excerpt(f"- **SYS-1**: The pump {subject}shall stop quickly {end}.\n")

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert under(shown, carets) == "quickly"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n*_`<>[]\\~&!|"), max_size=60))
def test_no_text_breaks_or_steers_the_report(words: str) -> None:
    report = text_of({NAME: f"- **SYS-1**: The “{words}” pump shall stop quickly.\n- **SYS-2**: The pump shall be fast.\n"})

    assert all(line.isprintable() for line in report.split("\n"))
    assert report.split("\n")[-1].startswith(("1 finding", "2 findings", "No findings"))


def test_words_that_go_on_behind_a_wrap_are_underlined_to_the_end_of_the_line() -> None:
    shown, carets = excerpt("- **SYS-1**: The pump shall stop as soon as\n  possible.\n")

    assert under(shown, carets) == "as soon as"


def test_a_line_that_breaks_by_a_carriage_return_is_a_line() -> None:
    assert text_of({NAME: "# Pump\r\r- **SYS-1**: The pump shall stop quickly.\r"}).startswith(f"{NAME}:3:34:")


def test_columns_count_characters_and_not_their_bytes() -> None:
    assert text_of({NAME: "- **SYS-1**: The 🚰漢é shall stop quickly.\n"}).startswith(f"{NAME}:1:33:")


def test_findings_come_by_path_and_place() -> None:
    text = "- **{0}-1**: The pump shall stop quickly.\n- **{0}-2**: The pump shall soon show TBD.\n"
    places = re.findall(r"^(\S+):(\d+):(\d+): ", text_of({"b.md": text.format("B"), "a.md": text.format("A")}), re.MULTILINE)

    assert [(path, int(line)) for path, line, _ in places] == [(path, line) for path in ("a.md", "b.md") for line in (1, 2, 2)]
    assert [(path, int(line), int(column)) for path, line, column in places] == sorted(
        (path, int(line), int(column)) for path, line, column in places
    )


def test_a_path_cannot_break_or_steer_the_report() -> None:
    report = text_of({"new\nline \x1b[31m.md": "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall stop.\n"})

    assert report.startswith("new\ufffdline \ufffd[31m.md:1:34: ")


def test_three_fixes_are_offered_at_most() -> None:
    links = "- **SYS-10**: The pump shall stop.\n  - Derived from: SN-9\n"
    needs = "".join(f"- **SN-{n}**: The nurse shall see it.\n" for n in range(9))
    report = text_of({NAME: links, "Stakeholder_Needs.md": needs})

    assert len(re.findall(r"^    offer: Link to SN-\d$", report, re.MULTILINE)) == 3


@pytest.mark.parametrize(
    ("documents", "summary"),
    [
        ({}, "No requirements were found, so nothing was judged."),
        ({NAME: ""}, "No findings: 0 statements in 1 file."),
        ({NAME: "- **SYS-1**: The pump shall stop.\n", "Test_Plan.md": ""}, "No findings: 1 statement in 2 files."),
        (
            {NAME: "- **SYS-1**: The pump shall stop soon and show TBD.\n  - Derived from: SN-1\n"},
            "3 findings (2 errors, 1 warning, 0 information) in 1 statement in 1 file.",
        ),
    ],
)
def test_the_summary_counts(documents: dict[str, str], summary: str) -> None:
    assert text_of(documents).split("\n")[-1] == summary


def test_the_severity_is_told_by_colour_where_there_is_colour() -> None:
    blocks = list(findings_text(checked({NAME: "- **SYS-1**: The pump shall stop soon and show TBD.\n"})))
    styles = {part.text: part.style for block in blocks for part in block}

    assert styles["AMB009"] == "bold yellow"
    assert styles["FRM008"] == "bold red"
