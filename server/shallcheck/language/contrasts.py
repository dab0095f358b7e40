"""What tells two statements apart, and which of their words cannot both hold.

The words of both are aligned; each stretch that differs is put down to a mechanism (a number, a negation, a quantifier, an
opposite, a word that narrows) or to none: then the statements speak of different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from shallcheck.language.limits import values
from shallcheck.language.opposites import Opposition, opposition, phrases, root, stems, words
from shallcheck.language.quantifiers import amount_class, counts
from shallcheck.language.unvalued import against_words
from shallcheck.model.facts import Amount, Facts, Mechanism, Part, Sort, Word

_BESIDE_NEGATION = {Sort.NEGATION, Sort.QUANTIFIER, Sort.AMOUNT, Sort.ADVERB}
_RESTRICTION = 8
"""How many words behind “only” one statement may have that the other lacks."""
_FOCUS = 6
"""How many words behind “only” are what it restricts to."""
_LONGEST_OPPOSITE = 5
"""Words of both sides together."""
_NUMBER = re.compile(r"\d+")
_LONGEST_MEMBER = 4
"""Words of a member of a row with its conjunction."""


class Contrast(NamedTuple):
    """A stretch of words that differs. Either side may be empty."""

    mechanism: Mechanism
    first: tuple[Word, ...]
    second: tuple[Word, ...]

    @property
    def part(self) -> Part:
        return (self.first or self.second)[0].part


class Difference(NamedTuple):
    """What tells two statements apart."""

    likeness: float
    """How many of their words are the same, from 0 to 1; values of one dimension count as the same."""
    contrasts: tuple[Contrast, ...]


def difference(a: Facts, b: Facts) -> Difference:
    """What tells two statements apart, stretch by stretch; stretches that mean the same are left out."""
    from rapidfuzz.distance import Indel

    blocks = _blocks(
        (each.tag, each.src_start, each.src_end, each.dest_start, each.dest_end) for each in Indel.opcodes(a.keys, b.keys)
    )
    seen = [_Block(a, b, *block) for block in blocks]
    found = [Contrast(mechanism, each.one, each.other) for each in seen if (mechanism := each.mechanism()) is not Mechanism.SAME]
    return Difference(Indel.normalized_similarity(a.shape, b.shape), tuple(found))


Stretch = tuple[int, int]


def _blocks(opcodes: Iterable[tuple[str, int, int, int, int]]) -> list[tuple[Stretch, Stretch]]:
    """The stretches that differ, neighbours joined."""
    found: list[tuple[Stretch, Stretch]] = []
    for what, i, j, k, m in opcodes:
        if what == "equal":
            continue
        if found and found[-1][0][1] == i and found[-1][1][1] == k:
            found[-1] = ((found[-1][0][0], j), (found[-1][1][0], m))
        else:
            found.append(((i, j), (k, m)))
    return found


class _Block:
    """One stretch that differs."""

    def __init__(self, a: Facts, b: Facts, first: Stretch, second: Stretch) -> None:
        self.a, self.b, self.first, self.second = a, b, first, second
        self.one, self.other = a.slice(*first), b.slice(*second)
        self.words = self.one + self.other
        self.keys = [word.key for word in self.one], [word.key for word in self.other]

    @property
    def before(self) -> Word | None:
        """The word in front of it."""
        at = self.first[0]
        return self.a.slice(at - 1, at)[0] if at else None

    @property
    def after(self) -> Word | None:
        """The word behind it."""
        at = self.first[1]
        return self.a.slice(at, at + 1)[0] if at < len(self.a.keys) else None

    def mechanism(self) -> Mechanism:
        """The mechanism; `SAME` where both sides mean the same."""
        if self._is_same():
            return Mechanism.SAME
        if any(word.part is Part.LISTED for word in self.words):
            return Mechanism.OTHER
        looks = (
            self._modality, self._operators, self._amounts, self._frequency, self._negation, self._forbidden, self._opposite,
            self._only, self._quantifier, self._a_part, self._manner, self._narrowed, self._swapped,
        )  # fmt: skip
        return next((found for look in looks if (found := look()) is not None), Mechanism.OTHER)

    def _is_same(self) -> bool:
        if self._permission() or self._frequency() or self._amount_classes() in ({"all", "some"}, {"all", "none"}):
            return False
        one, other = (stems(keys) for keys in self.keys)
        framing = words("verbs.framing")
        if one == other or (set(one) <= framing and set(other) <= framing and not self._undoes()):
            return True
        if self._exceeds():
            return True
        return len(self.words) == 1 and (self.words[0].key in words("verbs.loose") or self.words[0].key == "and")

    def _exceeds(self) -> bool:
        """“not exceed a pressure of 8 bar” for “build up a pressure of up to 12 bar”: the bound holds whatever is done."""
        for facts, side, other in ((self.a, self.one, self.other), (self.b, self.other, self.one)):
            if (
                [word.key for word in side] == ["exceed"]
                and any(each.is_denied for each in facts.amounts)
                and self._is_act(other)
            ):
                return bool(other)
        return False

    def _undoes(self) -> bool:
        """Whether a modal stands against a weaker one."""
        return len({word.key for word in self.words if word.part is Part.MODAL}) > 1

    def _modality(self) -> Mechanism | None:
        swapped = len(self.one) == len(self.other) == 1 and all(word.part is Part.MODAL for word in self.words)
        return Mechanism.MODALITY if swapped or self._permission() else None

    def _permission(self) -> bool:
        """“need not”, “does not have to”, “is allowed to”, where the other statement obliges."""
        one, other = ({word.key for word in side if word.part is Part.MODAL} for side in (self.one, self.other))
        if bool(one) == bool(other):
            return False
        side = set(self.keys[1] if one else self.keys[0])
        return len(self.one if one else self.other) == 1 and (
            side in ({"not"}, {"not", "have"}, {"not", "need"}) or (bool(side) and side <= words("verbs.permitted") | {"be"})
        )

    def _operators(self) -> Mechanism | None:
        """“<” for “≤”; “strictly”, in a condition."""
        if all(word.sort is Sort.OPERATOR for word in self.words):
            return Mechanism.COMPARISON
        strictly = words("bounds.strict").issuperset(word.key for word in self.words)
        return Mechanism.COMPARISON if strictly and self._in_condition() and not all(self.keys) else None

    def _amounts(self) -> Mechanism | None:
        one, other = self._quantities(self.a, self.first), self._quantities(self.b, self.second)
        if len(one) == len(other) == 1:
            return values(one[0], other[0]) if self._rest_is_same() else None
        return against_words((one or other)[0].quantity, self.words) if len(one) + len(other) == 1 else None

    @staticmethod
    def _quantities(side: Facts, stretch: Stretch) -> list[Amount]:
        return [each for each in side.amounts if stretch[0] <= each.word < stretch[1]]

    def _rest_is_same(self) -> bool:
        """Whether the words beside the numbers say the same, or one side only says them more fully."""
        one, other = (stems([word.key for word in side if word.sort is not Sort.AMOUNT]) for side in (self.one, self.other))
        if len(one) == len(other) == 1 and opposition(one[0], other[0]):
            return self._in_condition() or all(word.sort in {Sort.AMOUNT, Sort.NOUN} for word in self.words)
        return one == other or ((not one or not other) and len(one) + len(other) <= 1)

    def _frequency(self) -> Mechanism | None:
        """“only once”, with what it is once of; “for the first time” for “each time”."""
        once = words("frequencies.once")
        one, other = (any(word.key in once and word.sort is Sort.ADVERB for word in side) for side in (self.one, self.other))
        if one == other:
            return None
        rest = [word for word in self.words if word.key not in once | {"when", "whenever", "only"}]
        behind = not all(self.keys) and len(self.words) <= _RESTRICTION
        return Mechanism.FREQUENCY if not rest or behind else None

    def _negation(self) -> Mechanism | None:
        one, other = (sum(word.sort is Sort.NEGATION for word in side) for side in (self.one, self.other))
        if one == other or (one and other):
            return None
        able = words("verbs.able")
        rest = [[w for w in side if w.sort not in _BESIDE_NEGATION and w.key not in able] for side in (self.one, self.other)]
        if stems(word.key for word in rest[0]) == stems(word.key for word in rest[1]):
            return Mechanism.NEGATION
        alike = len(rest[0]) == len(rest[1]) == 1 and rest[0][0].sort is rest[1][0].sort is not Sort.VERB
        return Mechanism.NEGATION if alike and opposition(rest[0][0].key, rest[1][0].key) is None else None

    def _forbidden(self) -> Mechanism | None:
        """“be prevented from”, where the other statement says nothing."""
        if all(self.keys) or not any(word.sort is Sort.VERB for word in self.words):
            return None
        rest = {word.key for word in self.words} - {"from", "shall", "be"}
        return Mechanism.NEGATION if len(rest) == 1 and rest <= words("verbs.forbidding") else None

    def _opposite(self) -> Mechanism | None:
        one, other = (phrases(keys) for keys in self.keys)
        kinds = {kind for x in one for y in other if (kind := opposition(x, y))}
        if self._described():
            kinds |= {kind for x in one for y in other if (kind := opposition(f"{x}ing", f"{y}ing"))}
        valued = all(any(word.sort is Sort.AMOUNT for word in side) for side in (self.one, self.other))
        small = words("verbs.being")
        long = sum(word.key not in small and word.sort is not Sort.PREPOSITION for word in self.words) > _LONGEST_OPPOSITE
        if not kinds or long or valued:
            return None
        if Opposition.EXCLUSIVE in kinds:
            return Mechanism.OPPOSITE
        action = self._is_act(self.one) and self._is_act(self.other)
        if Opposition.DECIDING in kinds:
            return Mechanism.OPPOSITE if action or self._in_condition() else Mechanism.HALF
        if Opposition.HALVES in kinds:
            return Mechanism.OPPOSITE if self._complements() else Mechanism.HALF
        if action:
            return Mechanism.OPPOSITE
        return Mechanism.HALF if self._in_condition() or self._described() else Mechanism.OTHER

    @staticmethod
    def _is_act(side: tuple[Word, ...]) -> bool:
        """Whether a side is what is done, or the state that is kept: “close”, “keep closed”."""
        if len(side) > 1 and side[-2].part is Part.ACTION and side[-2].key in words("verbs.being"):
            side = side[:-1]
        return all(word.part in {Part.ACTION, Part.MODAL} or word.sort is Sort.PREPOSITION for word in side)

    def _described(self) -> bool:
        return all(word.sort is Sort.ADJECTIVE for word in self.words)

    def _in_condition(self) -> bool:
        return all(word.part is Part.CONDITION for word in self.words)

    def _complements(self) -> bool:
        """Whether the words are what something shall be: “shall be open”, “shall remain locked”."""
        before = self.before
        verb = before is not None and before.key in words("verbs.being") and before.part is Part.ACTION
        way = all(word.sort is Sort.ADVERB and word.part is Part.REST for word in self.words)
        return verb or way or self._is_placed() or (self._is_act(self.one) and self._is_act(self.other))

    def _is_placed(self) -> bool:
        """Whether the words say where the one place of something is: “shall be placed in the upper corner”."""
        if not all(word.part is Part.REST for word in self.words):
            return False
        led = [word for word in self.a.slice(0, self.first[0]) if word.key != "a" and word.sort is not Sort.PREPOSITION]
        return bool(led) and led[-1].part is Part.ACTION and led[-1].key in words("verbs.identifying") - words("verbs.being")

    def _only(self) -> Mechanism | None:
        only = words("bounds.only")
        one, other = (bool(set(keys) & only) for keys in self.keys)
        if one == other:
            return Mechanism.ONLY if self._restricts_otherwise() else None
        side, against = (self.one, self.other) if one else (self.other, self.one)
        if len(self.words) > _RESTRICTION:
            return None
        if against and all(word.sort is Sort.QUANTIFIER for word in against) and amount_class([w.key for w in against]) == "all":
            return Mechanism.ONLY
        named = [[word for word in each if word.key not in only] for each in (side, against)]
        if all(len(each) == 1 and each[0].sort in {Sort.NOUN, Sort.NAME} for each in named):
            return Mechanism.ONLY
        if not against and side[-1].key in only and not any(word.part is Part.ACTION for word in side):
            return Mechanism.ONLY
        if against and all(word.part is Part.SUBJECT for word in self.words):
            return Mechanism.ONLY
        if side[0].key not in only:
            return None
        return Mechanism.ONLY if not against or any(word.sort is Sort.CONJUNCTION for word in against) else None

    def _restricts_otherwise(self) -> bool:
        """Whether one says what alone may be, and the other names something else: “only a nurse”, “in the cloud only”."""
        if not all(self.keys) or any(word.sort in {Sort.VERB, Sort.AMOUNT, Sort.NEGATION} for word in self.words):
            return False
        if len(self.words) > _LONGEST_OPPOSITE:
            return False
        if all(word.part is Part.SUBJECT for word in self.words):
            return self._behind_only(self.a, self.first[0]) or self._behind_only(self.b, self.second[0])
        behind = self._before_only(self.a, self.first[1]) or self._before_only(self.b, self.second[1])
        return behind and all(word.part is Part.REST for word in self.words)

    def _before_only(self, facts: Facts, end: int) -> bool:
        """Whether “only” stands right behind the words of one statement; behind a noun, where the other says “any”."""
        following = [word.key for word in facts.slice(end, end + 2)]
        general = any(side and all(word.sort is Sort.QUANTIFIER for word in side) for side in (self.one, self.other))
        return not words("bounds.only").isdisjoint(following[: 2 if general else 1])

    @staticmethod
    def _behind_only(facts: Facts, start: int) -> bool:
        before = [word.key for word in facts.slice(max(0, start - 2), start) if word.key != "a"]
        return before[-1:] != [] and before[-1] in words("bounds.only")

    def _quantifier(self) -> Mechanism | None:
        one, other = (amount_class(keys) for keys in self.keys)
        rest = [word for word in self.words if word.sort is not Sort.QUANTIFIER and not counts(word.key)]
        if rest or one == other:
            return None if rest else Mechanism.OTHER
        if {one, other} in ({"all", ""}, {"any", ""}, {"a", ""}, {"a", "all"}, {"a", "any"}, {"more", ""}):
            return Mechanism.SAME
        if self._in_condition() and {one, other} & {"more", "one", "a", "any"}:
            return Mechanism.OTHER
        return Mechanism.QUANTIFIER

    def _amount_classes(self) -> set[str]:
        """How many of something both sides speak of, where they say nothing else."""
        if not all(word.sort is Sort.QUANTIFIER or counts(word.key) for word in self.words):
            return set()
        return {amount_class(keys) for keys in self.keys}

    def _a_part(self) -> Mechanism | None:
        """“the first ten”, “a part of”, where the other statement says “all”."""
        classes = [amount_class(keys) for keys in self.keys]
        if "all" not in classes or classes[0] == classes[1]:
            return None
        whole, part = (self.one, self.other) if classes[0] == "all" else (self.other, self.one)
        named = {root(each) for each in words("portions.part")}
        partly = part and all(word.sort is Sort.AMOUNT or root(word.key) in named for word in part)
        return Mechanism.QUANTIFIER if partly and all(counts(word.key) for word in whole) else None

    def _manner(self) -> Mechanism | None:
        if all(self.keys) and all(word.sort is Sort.ADVERB and word.part is Part.REST for word in self.words):
            return Mechanism.MANNER
        return None

    def _narrowed(self) -> Mechanism | None:
        if all(self.keys):
            return Mechanism.QUALIFIED if self._is_some_of_all() else None
        side, facts, stretch = (self.one, self.a, self.first) if self.one else (self.other, self.b, self.second)
        joined = side[0].sort is Sort.CONJUNCTION or side[-1].sort is Sort.CONJUNCTION
        if joined and len(side) <= _LONGEST_MEMBER and not any(word.sort in {Sort.NEGATION, Sort.VERB} for word in side):
            return Mechanism.NARROWED
        if not joined and side[0].sort in {Sort.NOUN, Sort.QUANTIFIER} and self._is_closed(facts, stretch[0]):
            return Mechanism.NARROWED
        if all(word.sort is Sort.ADJECTIVE for word in side):
            return Mechanism.QUALIFIED
        return None

    def _is_some_of_all(self) -> bool:
        """“failed transactions”, where the other statement says “every transaction”."""
        for whole, some in ((self.one, self.other), (self.other, self.one)):
            every = all(word.sort is Sort.QUANTIFIER for word in whole) and amount_class([word.key for word in whole]) == "all"
            if every and all(word.sort is Sort.ADJECTIVE for word in some):
                return True
        return False

    def _swapped(self) -> Mechanism | None:
        """One word for one other of its sort."""
        if len(self.one) != 1 or len(self.other) != 1:
            return None
        if all(word.part is Part.ACTION and word.sort is Sort.VERB for word in self.words):
            return Mechanism.DEED if not {word.key for word in self.words} & words("verbs.framing") else None
        if all(word.key in words("domains.colours") for word in self.words) or self._identified():
            return Mechanism.IDENTITY
        if self._is_graded():
            return Mechanism.QUALITY
        described = self.after is not None and self.after.sort in {Sort.NOUN, Sort.NAME, Sort.ADJECTIVE}
        return Mechanism.QUALITY if described and all(word.sort is Sort.ADJECTIVE for word in self.words) else None

    def _is_graded(self) -> bool:
        """“with AES-128” for “with AES-256”, “in 720p” for “in 1080p”: one way of doing it in two grades."""
        led = self.before is not None and self.before.key in words("portions.way")
        names = led and all(word.sort is Sort.NAME and word.part is Part.REST for word in self.words)
        return names and len({_NUMBER.sub("0", word.key) for word in self.words}) == 1

    def _identified(self) -> bool:
        """Whether a noun says what something is, or names the only one that may."""
        if not all(word.sort in {Sort.NOUN, Sort.NAME, Sort.ADJECTIVE} for word in self.words):
            return False
        if all(word.part is Part.SUBJECT for word in self.words):
            return self.before is not None and self.before.key in words("bounds.only")
        if not all(word.part is Part.REST for word in self.words):
            return False
        if self.after is not None and self.after.sort in {Sort.NOUN, Sort.NAME}:
            return False
        before = self.a.slice(0, self.first[0])
        near = [word for word in before[-_FOCUS:] if word.part is not Part.SUBJECT]
        if any(word.key in words("bounds.only") for word in near):
            return True
        led = [word for word in before if word.key != "a" and word.sort is not Sort.PREPOSITION]
        if any(word.sort is Sort.ADJECTIVE for word in self.words) and led and led[-1].key in words("verbs.being"):
            return False  # something can be both
        verbs = words("verbs.identifying") | (words("verbs.forming") if before and before[-1].key == "in" else set())
        return bool(led) and led[-1].part is Part.ACTION and led[-1].key in verbs

    @staticmethod
    def _is_closed(facts: Facts, start: int) -> bool:
        """Whether the words belong to a row that names all members: “shall consist of …”."""
        return any(word.part is Part.ACTION and word.key in words("verbs.closed") for word in facts.slice(0, start))
