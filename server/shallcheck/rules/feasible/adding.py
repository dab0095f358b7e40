"""What parts take together of what a whole may take: sums of shares, and the worst case of alternatives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from shallcheck.rules.feasible.allotments import Allotment, alike, ends_there

_ROUNDING = 1e-6
_TIME = "time"
_MOST_STEPS = 60
"""More deadlines than this below one artifact are no steps of it."""
_RISKS = frozenset({"probability", "rate"})


def exceeding(whole: Allotment, parts: Sequence[Allotment]) -> list[Allotment]:
    """The parts that take more than the whole may: one alone, or those that do together, the largest first; empty: they keep
    it."""
    parts = [each for each in parts if whole.compares(each)]
    most = whole.most * (1 + _ROUNDING)
    alone = max((each for each in parts if _is_alone(whole, each)), key=_most, default=None)
    if alone is not None and alone.most > most:
        # Of risks that are larger than that of the whole each, several have to come true: the whole is redundant.
        return [] if whole.resource in _RISKS else [alone]
    together = _steps(whole, parts) if whole.resource == _TIME else _shares(whole, parts)
    if len(together) < 2 or sum(map(_most, together)) <= most:
        return []
    return sorted(together, key=lambda each: (-each.most, each.said.identifier))


def _most(each: Allotment) -> float:
    return each.most


def _is_alone(whole: Allotment, part: Allotment) -> bool:
    """Whether what a part takes is to be compared with the whole by itself."""
    if whole.trigger and part.trigger:
        return alike(whole.trigger, part.trigger)
    if whole.resource != _TIME or (whole.share and part.share):
        return not whole.trigger
    return bool(whole.action & part.action) or bool(whole.matter & part.matter)


def _shares(whole: Allotment, parts: Sequence[Allotment]) -> list[Allotment]:
    """The shares of all owners in the worst case: each by what it may take always, or in that case."""
    parts = [each for each in parts if each.owner and each.owner != whole.owner]
    if whole.trigger:
        parts = [each for each in parts if each.trigger and alike(whole.trigger, each.trigger)]
        return _by_owner(parts, None)
    cases = {each.trigger for each in sorted(parts, key=_most)[-_MOST_STEPS:] if each.trigger}
    return max(
        (_by_owner(parts, case) for case in (*sorted(cases, key=sorted), frozenset[str]())),
        key=lambda some: sum(map(_most, some)),
    )


def _by_owner(parts: Sequence[Allotment], case: frozenset[str] | None) -> list[Allotment]:
    """The share of each owner. `case`: what holds; None: whatever the parts say."""
    owners: dict[frozenset[str], list[Allotment]] = defaultdict(list)
    for each in parts:
        owners[each.owner].append(each)
    found = []
    for some in owners.values():
        always = [each for each in some if not each.trigger or case is None]
        then = [each for each in some if case and each.trigger and alike(each.trigger, case)]
        if always:
            found.append(min(always, key=_most))
        elif then:
            found.append(max(then, key=_most))
    return found


def _steps(whole: Allotment, parts: Sequence[Allotment]) -> list[Allotment]:
    """The steps that follow one another, of alternatives the longest."""
    steps = [each for each in parts if _is_step(whole, each, parts)] if len(parts) <= _MOST_STEPS else []
    groups, after = [[each] for each in steps], _order(steps)
    for one, other in combinations(steps, 2):
        if _are_alternatives(one, other, after):
            joined, left = (next(group for group in groups if each in group) for each in (one, other))
            if joined is not left:
                joined += left
                groups.remove(left)
    return [max(group, key=_most) for group in groups]


def _is_step(whole: Allotment, part: Allotment, parts: Sequence[Allotment]) -> bool:
    """Whether a part says that it works on what the whole does: a deadline of its own need not count towards another."""
    if not part.owner or (part.owner == whole.owner and part.action & whole.action):
        return False
    if part.share or part.matter & whole.matter:
        return True
    if whole.trigger and part.trigger and alike(whole.trigger, part.trigger):
        return True
    others = [each for each in parts if each is not part]
    return any(part.matter & each.matter or _follows(part, each) or _follows(each, part) for each in others)


def _are_alternatives(one: Allotment, other: Allotment, after: dict[int, set[int]]) -> bool:
    """Whether two steps run side by side, or one in place of the other, and not one after the other."""
    if one.owner == other.owner and (one.share or one.action & other.action):
        return True
    if one.trigger and other.trigger:
        return alike(one.trigger, other.trigger) or (id(one) not in after[id(other)] and id(other) not in after[id(one)])
    if one.share or other.share:
        return False
    if ends_there(one.action) and ends_there(other.action):
        return True
    if one.matter & other.matter and (one.case != other.case or not (one.matter <= other.matter or other.matter <= one.matter)):
        return True
    return bool(one.action & other.action) and one.matter != other.matter


def _follows(later: Allotment, earlier: Allotment) -> bool:
    """Whether one begins with what the other does: “open the relay”, “when the relay opens”."""
    if not later.trigger or alike(later.trigger, earlier.trigger):
        return False
    done = later.trigger & (earlier.action | earlier.matter | earlier.owner)
    return bool(later.trigger & earlier.matter) or len(done) > 1


def _order(steps: Sequence[Allotment]) -> dict[int, set[int]]:
    """For each step those that follow it, or follow one that does."""
    after = {id(one): {id(other) for other in steps if other is not one and _follows(other, one)} for one in steps}
    for middle in after:
        for later in after.values():
            if middle in later:
                later |= after[middle]
    return after
