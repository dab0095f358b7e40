"""Numbers as people write them: digits with signs, separators and powers, and words up to a million."""

from __future__ import annotations

import re

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f’' ]\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:[.,]\d+)?|(?<![\d.])\.\d+"
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: float(i) for i, word in enumerate(_SMALL.split())}
_VALUES |= {word: 10.0 * i for i, word in enumerate(_TENS.split(), 2)}
WORDS = frozenset(_VALUES)
"""The words that a number in words begins with."""
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_HALF = re.compile(r"(?:one[ -])?half(?: an?)?|a quarter of an?", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_SIGN = (
    r"(?:(?<![\w.)\]%°/#-])[-+−–]|(?<=\bto )[-+−–] |(?<=\bfrom )[-−–] |(?<!\w)minus |"
    r"(?<![\w/\\#§@.,:_^=+−–-])|(?<=\d[-–−])|(?<=\d [-–−] ))"
)
_POWER = r"10(?:\^[-−]?\d{1,3}|⁻?[⁰-⁹¹²³]{1,3})"
_SCALES = "|".join(_SCALE)

NUMBER = re.compile(
    rf"{_SIGN}(?:{_POWER}|(?:{_DIGITS})(?:[eE][-+]?\d+(?!\w)|\s?[×x·*]\s?{_POWER})?(?:\s(?i:{_SCALES})\b)?)|"
    rf"(?<![\w-])(?i:{_HALF.pattern}|(?:{_WORD})(?:[- ](?:{_WORD}))?(?: hundred)?(?: and a half)?(?: (?:{_SCALES}))?)(?!\w)"
)
"""A number where one can stand: a sign belongs to it, a dash between two numbers to neither."""


def value_of(text: str) -> float:
    """The value of what NUMBER matches."""
    plain = text.lower().replace("−", "-").replace("–", "-").replace("minus ", "-").strip()
    if _HALF.fullmatch(plain):
        return 0.25 if "quarter" in plain else 0.5
    if plain[0].isalpha():
        return _in_words(plain)
    scale = next((factor for word, factor in _SCALE.items() if plain.endswith(word)), 1.0)
    plain = re.sub(r"[a-z]{3,}$", "", plain).strip()
    number, _, power = plain.partition("10^") if "^" in plain else _superscript(plain)
    if power:
        mantissa = re.sub(r"[×x·*\s]+$", "", number)
        sign = -1.0 if mantissa == "-" else 1.0
        return (_plain(mantissa) if mantissa.strip("+-") else sign) * float(f"1e{power}")
    return _plain(plain) * scale


def _superscript(text: str) -> tuple[str, str, str]:
    found = re.search(r"10(⁻?[⁰-⁹¹²³]+)$", text)
    return (text[: found.start()], "10", found[1].translate(_SUPERSCRIPTS)) if found else (text, "", "")


def _plain(text: str) -> float:
    text = re.sub(r"\s|[’'\u00a0\u202f]", "", text)
    if re.search(r"\d,\d{3}(?!\d)", text) or ("," in text and "." in text):
        text = text.replace(",", "")
    return float(text.replace(",", "."))


def _in_words(text: str) -> float:
    total = 0.0
    for word in re.split(r"[- ]", text):
        if word == "hundred":
            total *= 100
        elif word in _SCALE:
            total *= _SCALE[word]
        elif word == "half":
            total += 0.5
        else:
            total += _VALUES.get(word, 0.0)
    return total
