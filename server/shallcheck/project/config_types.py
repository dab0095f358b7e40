"""Words, codes and patterns as a configuration file may hold them, each checked where it stands."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from shallcheck.documents.formats import all_formats
from shallcheck.documents.own_pattern import LONGEST_PATTERN
from shallcheck.project.config import NO_FORMAT, code_of
from shallcheck.rules.registry import all_rules
from shallcheck.rules.wordlist import has_list

LONGEST_WORD = 100


def _list_code(word: str) -> str:
    code = code_of(word)
    if code not in all_rules() or not has_list(all_rules()[code]):
        known = ", ".join(each for each, rule in all_rules().items() if has_list(rule))
        raise ValueError(f"{code} has no word list: words can be given for {known}")
    return code


def _option_code(word: str) -> str:
    code = code_of(word)
    if code not in all_rules() or not all_rules()[code].options:
        known = ", ".join(each for each, rule in all_rules().items() if rule.options) or "no rule yet"
        raise ValueError(f"{code} has no thresholds: there are some for {known}")
    return code


def check_option(code: str, name: str, value: int) -> None:
    """Raise ValueError where a rule has no such threshold, or not of this size."""
    options = all_rules()[code].options
    if name not in options:
        raise ValueError(f"{code} has no threshold “{name}”: it has {', '.join(options)}")
    if not options[name].least <= value <= options[name].most:
        raise ValueError(f"{code} wants {name} from {options[name].least} to {options[name].most}, not {value}")


def _word(word: str) -> str:
    if not word.strip() or any(char in word for char in "\r\n\0"):
        raise ValueError("a word or phrase is one line that is not blank")
    return " ".join(word.split())


def _format(name: str) -> str:
    known = (NO_FORMAT, *sorted(all_formats()))
    if name not in known:
        raise ValueError(f"there is no format “{name[:LONGEST_WORD]}”: allowed are {', '.join(known)}")
    return name


Code = Annotated[str, AfterValidator(code_of)]
ListCode = Annotated[str, AfterValidator(_list_code)]
OptionCode = Annotated[str, AfterValidator(_option_code)]
Word = Annotated[str, Field(max_length=LONGEST_WORD), AfterValidator(_word)]
Pattern = Annotated[str, Field(max_length=LONGEST_PATTERN)]
LinkType = Literal["traces", "derived-from", "satisfies", "verifies", "refines", "allocated-to", "validates", "parent-of"]
SeverityWord = Literal["error", "warning", "information", "off"]
FormatName = Annotated[str, AfterValidator(_format)]
