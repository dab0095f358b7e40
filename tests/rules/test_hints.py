"""A hint sees at least what its list finds: a word that it misses would never be reported."""

from __future__ import annotations

import pytest

from shallcheck.rules.hints import Hint
from shallcheck.rules.registry import Rule, all_rules
from shallcheck.rules.wordlist import WordList, has_list, load

LISTS = [rule for rule in all_rules().values() if has_list(rule)]
EXAMPLES = [example.text for rule in all_rules().values() for example in (*rule.poor, *rule.good)]


def word_list(module: str, slug: str) -> WordList:
    return load(module.rsplit(".", 1)[0], f"{slug.replace('-', '_')}.toml")


@pytest.mark.parametrize("rule", LISTS, ids=lambda rule: rule.code)
def test_a_hint_sees_every_word_that_its_list_finds(rule: Rule) -> None:
    words = word_list(rule.check.__module__, rule.slug)
    for text in (*EXAMPLES, *(text.upper() for text in EXAMPLES)):
        if any(pattern.search(text) for pattern, _ in words.groups):
            assert words.hint.sees(text.encode()), text


@pytest.mark.parametrize(
    ("word", "text"),
    [
        (r"capable(?! of\b)", "It is capable."),
        (r"clean(?= (?:look|design))", "A clean look."),
        (r"\w+-appropriate", "An übermäßig-appropriate tone."),
        (r"a\s+few", "A\u00a0few records."),
        (r"[\w/-]+ish", "Quick-ish."),
        (r"(?<!no )approx\.?(?=\s?\d)", "Approx. 5 s."),
    ],
)
def test_what_cannot_be_asked_of_re2_makes_it_see_more(word: str, text: str) -> None:
    assert Hint([word]).sees(text.encode())


def test_most_statements_hold_no_word() -> None:
    hint = Hint(["fast", "several"])
    assert not hint.sees(b"The pump shall stop within 2 s.")
    assert hint.sees(b"It shall be fast.")
