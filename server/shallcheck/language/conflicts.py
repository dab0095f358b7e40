"""What two statements are to each other: duplicates, a conflict, or neither."""

from __future__ import annotations

from shallcheck.language.contrasts import Contrast, Difference, difference
from shallcheck.language.keeping import keeping, kept_state
from shallcheck.language.limits import allows
from shallcheck.language.opposites import words
from shallcheck.model.facts import Amount, Facts, Mechanism, Part, Relation, Sort, Word
from shallcheck.model.place import Span

LIKE = 0.65
"""How many of their words two statements have in common at the least, where the others cannot both hold."""
VERY_LIKE = 0.85
"""… where the others may both be meant."""
_LIKE_CASE = 0.75
"""… where only the condition is turned into its opposite."""
_BEARING = 0.8
"""… where one says a little more than the other beside what cannot hold."""
_A_LITTLE = 4
"""Words."""
_STRONG = frozenset(
    {
        Mechanism.NEGATION, Mechanism.OPPOSITE, Mechanism.ONLY, Mechanism.FREQUENCY, Mechanism.MODALITY, Mechanism.QUANTIFIER,
    }
)  # fmt: skip
_IN_CONDITIONS = frozenset(
    {
        Mechanism.NEGATION, Mechanism.OPPOSITE, Mechanism.COMPARISON, Mechanism.QUANTIFIER, Mechanism.FREQUENCY, Mechanism.LIMIT,
        Mechanism.NARROWED, Mechanism.HALF, Mechanism.VALUE,
    }
)  # fmt: skip
"""What makes two conditions of one response a conflict."""
_TURNING = frozenset({Mechanism.OPPOSITE, Mechanism.NEGATION, Mechanism.DEED})
"""What turns an act into its opposite."""
_OF_ANOTHER = frozenset({Mechanism.OPPOSITE, Mechanism.HALF, Mechanism.QUALITY, Mechanism.IDENTITY})
"""What, beside that, makes it the act of another thing: “accept what is signed, reject what is unsigned”."""
_BESIDE = frozenset({Mechanism.QUANTIFIER, Mechanism.MODALITY})
"""What tells less than the opposite that stands with it: “all stop”, “some keep running”."""
_OF_VALUE = frozenset({Mechanism.VALUE, Mechanism.LIMIT, Mechanism.MODALITY})


def relation(a: Facts, b: Facts) -> Relation | None:
    """What two statements are to each other; None: nothing that concerns anybody."""
    told = difference(a, b)
    contrast = _contradiction(a, b, told)
    if (told.contrasts and contrast is None) or _is_unnamed(a) or _is_unnamed(b):
        return None
    if contrast is None:
        return Relation(Mechanism.SAME)
    in_condition = contrast.part is Part.CONDITION
    if in_condition and _tells(a) and (_is_event(contrast) or (_is_halves(contrast) and _bids_nothing(a))):
        return None
    if contrast.mechanism in {Mechanism.HALF, Mechanism.QUALITY} and not in_condition and _offers(a):
        return None
    if contrast.mechanism is Mechanism.NARROWED and contrast.part is Part.SUBJECT:
        return None  # what holds of two fields of one form holds of three of another
    if (
        contrast.mechanism in {Mechanism.OPPOSITE, Mechanism.DEED}
        and contrast.part is Part.ACTION
        and _permits(a)
        and _permits(b)
    ):
        return None
    within = _within(a, b, contrast) if contrast.mechanism is Mechanism.VALUE else 0
    return Relation(contrast.mechanism, _place(a, contrast.first), _place(b, contrast.second), in_condition, within)


def _place(facts: Facts, side: tuple[Word, ...]) -> Span | None:
    """Where the words of one side stand, with what forbids to pass a bound."""
    if not side:
        return None
    amount = _amount(facts, side)
    start = side[0].start if amount is None or amount.denial is None else min(side[0].start, amount.denial)
    return Span(start, side[-1].end)


def _is_unnamed(facts: Facts) -> bool:
    """Whether a statement does not name what it is about: “It shall …”."""
    subject = [word.key for word in facts.words if word.part is Part.SUBJECT]
    return bool(subject) and words("pronouns").issuperset(subject)


def _offers(facts: Facts) -> bool:
    """Whether a statement only offers something, so that another can offer its opposite: “shall allow users to …”."""
    return any(word.part is Part.ACTION and word.key in words("verbs.framing") for word in facts.words)


def _is_event(contrast: Contrast) -> bool:
    """Whether one statement speaks of another event than the other."""
    happens = any(word.sort is Sort.VERB for word in contrast.first + contrast.second)
    return contrast.mechanism is Mechanism.VALUE or (_is_halves(contrast) and happens)


def _is_halves(contrast: Contrast) -> bool:
    return contrast.mechanism in {Mechanism.HALF, Mechanism.OPPOSITE}


def _tells(facts: Facts) -> bool:
    """Whether a statement only tells of what happened, which is done of an event and of its opposite."""
    actions = [word.key for word in facts.words if word.part is Part.ACTION]
    told = any(word.part is Part.REST and word.key in words("events.told") for word in facts.words)
    return bool(actions) and (told or words("verbs.telling").issuperset(actions))


def _bids_nothing(facts: Facts) -> bool:
    """Whether who is told need not do anything: no “notify the crew to leave”."""
    return not any(word.part is Part.REST and word.sort is Sort.VERB for word in facts.words)


def _permits(facts: Facts) -> bool:
    """Whether a statement permits, so that another can permit the opposite."""
    modals = [word.key for word in facts.words if word.part is Part.MODAL]
    return bool(modals) and set(modals) == {"may"}


def _contradiction(a: Facts, b: Facts, told: Difference) -> Contrast | None:
    """The words that cannot both hold, if any."""
    if told.likeness >= LIKE and (kept := keeping(a, b, told)) is not None:
        return kept if kept.mechanism is Mechanism.VALUE else None
    if (told.likeness >= LIKE and (ended := kept_state(told)) is not None) or (ended := _beyond(a, b, told)) is not None:
        return ended
    contrasts = [each for each in told.contrasts if each.mechanism is not Mechanism.OTHER]
    strange = [each for each in told.contrasts if each.mechanism is Mechanism.OTHER and not _is_remark(each)]
    if told.likeness < LIKE or not contrasts or not _bears(told.likeness, contrasts, strange):
        return None
    if not _is_sound(told, contrasts) or _covary(a, b, contrasts):
        return None
    where = {each.part is Part.CONDITION for each in contrasts}
    if len(where) > 1 or (True in where and not all(each.mechanism in _IN_CONDITIONS for each in contrasts)):
        return None
    return min(contrasts, key=lambda each: (each.mechanism.may_both_be_meant, each.mechanism.is_mild, each.mechanism in _BESIDE))


def _is_remark(contrast: Contrast) -> bool:
    """Whether one statement only says more than the other of what it is for: “to add pots”."""
    return contrast.part is Part.ASIDE and not (contrast.first and contrast.second)


def _bears(likeness: float, contrasts: list[Contrast], strange: list[Contrast]) -> bool:
    """Whether a contradiction remains one beside what else differs: a few words that one statement has and the other lacks, and
    that are no exception."""
    if not strange or _is_general(contrasts, strange):
        return True
    if likeness < _BEARING or not any(each.mechanism in _STRONG for each in contrasts):
        return False
    if any(each.first and each.second for each in strange) or len({bool(each.first) for each in strange}) > 1:
        return False
    more = [word.key for each in strange for word in each.first + each.second]
    return len(more) <= _A_LITTLE and words("verbs.exception").isdisjoint(more)


def _beyond(a: Facts, b: Facts, told: Difference) -> Contrast | None:
    """What goes beyond a bound that is forbidden to pass whatever the case: “shall not fly above 120 m”, and 150 m over water."""
    contrasts = [each for each in told.contrasts if each.mechanism is not Mechanism.OTHER]
    if told.likeness < LIKE or len(contrasts) != 1 or contrasts[0].mechanism is not Mechanism.VALUE:
        return None
    value = contrasts[0]
    one, other = _amount(a, value.first), _amount(b, value.second)
    if one is None or other is None or value.part is Part.CONDITION or one.is_denied == other.is_denied:
        return None
    if allows(one, other) if one.is_denied else allows(other, one):
        return None
    strange = [each for each in told.contrasts if each.mechanism is Mechanism.OTHER]
    cases = [each.second if one.is_denied else each.first for each in strange]
    only = all(len(case) == len(each.first + each.second) for case, each in zip(cases, strange, strict=True))
    return value if only and all(_is_case(case) for case in cases) else None


def _is_case(words_: tuple[Word, ...]) -> bool:
    """Whether some words only say when or where: “during a pass”."""
    if not words("verbs.exception").isdisjoint(word.key for word in words_ if word.part is not Part.CONDITION):
        return False
    return words_[0].sort is Sort.PREPOSITION or all(word.part is Part.CONDITION for word in words_)


def _is_general(contrasts: list[Contrast], strange: list[Contrast]) -> bool:
    """Whether one statement denies whatever the case what the other demands in one case."""
    if len(contrasts) != 1 or contrasts[0].mechanism is not Mechanism.NEGATION or contrasts[0].part is Part.CONDITION:
        return False
    denied = any(word.sort is Sort.NEGATION for word in contrasts[0].first)
    case = [each.second if denied else each.first for each in strange]
    return all(side and len(side) == len(each.first + each.second) for side, each in zip(case, strange, strict=True)) and all(
        word.part is Part.CONDITION for side in case for word in side
    )


def _is_sound(told: Difference, contrasts: list[Contrast]) -> bool:
    """Whether what may both be meant is all that differs, or stands beside what cannot both hold."""
    if not any(each.mechanism.may_both_be_meant for each in contrasts):
        return True
    if not all(each.mechanism.is_mild for each in contrasts):
        return True
    in_condition = contrasts[0].part is Part.CONDITION and contrasts[0].mechanism is Mechanism.HALF
    return told.likeness >= (_LIKE_CASE if in_condition else VERY_LIKE) and len(told.contrasts) == 1


def _covary(a: Facts, b: Facts, contrasts: list[Contrast]) -> bool:
    """Whether what differs goes together: two things or cases, each with a value, an act or a quality of its own."""
    named = [each for each in contrasts if each.part is Part.SUBJECT and each.mechanism in _OF_ANOTHER]
    if named and len(named) < len(contrasts):
        return True
    values = [each for each in contrasts if each.mechanism is Mechanism.VALUE]
    if values and any(each.mechanism not in _OF_VALUE for each in contrasts):
        return True
    if len(values) > 1 and any(_is_setting(a, b, each) for each in values):
        return True
    acts = [each for each in contrasts if each.mechanism in _TURNING and each.part is not Part.CONDITION]
    if acts and any(each.mechanism is Mechanism.ONLY and each.part is Part.SUBJECT for each in contrasts):
        return True  # “only a nurse may start it”, “a guest may stop it”
    others = [each for each in contrasts if each.part not in {Part.ACTION, Part.MODAL} and each.first and each.second]
    return any(_turns_with(act, each) for act in acts for each in others if act is not each)


def _turns_with(act: Contrast, other: Contrast) -> bool:
    """Whether an act is turned into its opposite where what it is done to is turned too."""
    denied = act.mechanism is Mechanism.NEGATION
    return other.mechanism in (_OF_ANOTHER - {Mechanism.QUALITY} if denied else _OF_ANOTHER)


def _is_setting(a: Facts, b: Facts, contrast: Contrast) -> bool:
    """Whether a value says under what another value holds: “at 25 ml/h”."""
    return all(
        _behind(facts, side) in words("bounds.setting") for facts, side in ((a, contrast.first), (b, contrast.second)) if side
    )


def _behind(facts: Facts, side: tuple[Word, ...]) -> str:
    """The word in front of a value, or with which its side begins."""
    if side[0].sort is not Sort.AMOUNT:
        return side[0].key
    at = next((each.word for each in facts.amounts if each.quantity.span.start == side[0].start), 0)
    return facts.keys[at - 1] if at else ""


def _within(a: Facts, b: Facts, contrast: Contrast) -> int:
    """1: every value that the first statement allows the second allows too; 2: the other way round; 0: neither."""
    one, other = _amount(a, contrast.first), _amount(b, contrast.second)
    if one is None or other is None:
        return 0
    return 1 if allows(other, one) else 2 if allows(one, other) else 0


def _amount(facts: Facts, side: tuple[Word, ...]) -> Amount | None:
    starts = {word.start for word in side}
    return next((each for each in facts.amounts if each.quantity.span.start in starts), None)
