"""Whether a trace link is to be reviewed again, because what it builds on has changed: by what a baseline records of it, by the
fingerprint that Doorstop keeps in the link, or by the revision that OpenFastTrace and tracey write into it."""

from __future__ import annotations

import re
from typing import NamedTuple

from shallcheck.documents.formats import format_of
from shallcheck.language.meaning import compare, fingerprint, same_meaning
from shallcheck.model.change import Comparison
from shallcheck.model.document import Link
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.index import Defined, Scene
from shallcheck.model.place import Span
from shallcheck.model.reviews import LinkKey, Review, Reviews, key_of
from shallcheck.model.sayings import sayings

ADVICE = "read both, mend what is wrong now, and mark the link as reviewed."
_MEND = ADVICE[0].upper() + ADVICE[1:]
_REVISED = re.compile(r"(?P<stem>[A-Za-z]+~[^~]+)~(?P<revision>\d{1,9})")
_BUMPED = re.compile(r"\+\d+")


class Suspicion(NamedTuple):
    """Why a link is suspect."""

    upper: Defined
    """What it builds on, as it is now."""
    message: str
    key: LinkKey | None = None
    """What a baseline knows the link by, where it is the baseline that tells."""
    review: Review | None = None
    comparison: Comparison = Comparison()
    fix: Fix | None = None
    """How the document itself says that the link is reviewed, where it says that."""


def suspicion(scene: Scene, link: Link) -> Suspicion | None:
    """Why a link of a segment is suspect; None where it is not, or nobody can tell."""
    found = scene.index.resolve(scene.document.setting, link.target)
    if not found:
        return _another_revision(scene, link)
    if len(found) > 1:
        return None
    return _restamped(scene, link, found[0]) if link.fingerprint else _changed(scene, link, found[0])


def said(defined: Defined) -> str:
    """What an artifact says, in its own words."""
    return sayings(defined.segment)[defined.number]


def mark_of(words: str) -> str:
    """The fingerprint of what an artifact says."""
    return fingerprint(words)


def _changed(scene: Scene, link: Link, target: Defined) -> Suspicion | None:
    """A change of meaning since the review that a baseline records."""
    reviews, setting, reading = scene.reviews, scene.document.setting, scene.segment.reading
    key = key_of(setting.namespace, reading, link, target.identifier)
    review = reviews.links.get(key) if reviews and key else None
    if reviews is None or key is None or review is None:
        return None
    upper = target
    if key.upper != key.target and link.artifact is not None:
        upper = Defined(scene.path, scene.segment, link.artifact, key.source, setting)
    now, then = said(upper), reviews.words(key.upper, review.mark)
    if then is not None and (same_meaning(then, now) or _renumbered(reviews, upper, key, now)):
        return None
    since = f"“{upper.artifact.label}” has changed in meaning since this link was reviewed {when(review)}"
    if then is None:
        return Suspicion(upper, f"{since}, and what it said then is not kept: {ADVICE}", key, review)
    comparison = compare(then, now)
    return Suspicion(upper, f"{since}: {comparison.told()}. {_MEND}", key, review, comparison)


def when(review: Review) -> str:
    """When and by whom a link was reviewed, without the address."""
    who = review.by.partition("<")[0].strip() or review.by
    return f"on {review.day}" + (f" by {who}" if who else "")


def _renumbered(reviews: Reviews, upper: Defined, key: LinkKey, now: str) -> bool:
    """Whether an artifact that has its number from its place was reviewed in the same words under another number."""
    if not upper.artifact.positional:
        return False
    seen = (reviews.words(other.upper, review.mark) for other, review in reviews.seen_by(key.source))
    return any(words is not None and same_meaning(words, now) for words in seen)


def _restamped(scene: Scene, link: Link, target: Defined) -> Suspicion | None:
    """Another fingerprint, or another version, than the link itself records."""
    told = {each.name: each.value for each in target.artifact.attributes}
    label = target.artifact.label
    if link.fingerprint.isdigit():
        now = told.get("version", "1")
        if now == link.fingerprint:
            return None
        older = int(link.fingerprint) < int(now) if now.isdigit() else True
        why = f"names version {link.fingerprint} of “{label}”, which has version {now} now: {ADVICE}"
        if not older:
            why = f"names version {link.fingerprint} of “{label}”, which has only version {now}: name that one."
        bumped = _BUMPED.match(scene.segment.text, link.place.end)
        edit = Edit(link.place.end, bumped.end() if bumped else link.place.end, f"+{now}")
        return Suspicion(target, f"This link {why}", fix=Fix(f"Name version {now}, after a review", (edit,)))
    now = told.get("fingerprint", "")
    if now == link.fingerprint or len(now) != len(link.fingerprint):
        return None  # an older Doorstop computed it in another way
    form = format_of(scene.document.setting.format)
    stamp = form.writing.stamp(scene.segment.text, link, now) if form and form.writing else None
    message = f"“{label}” has changed since this link was reviewed, as its fingerprint tells: {ADVICE}"
    recorded = scene.reviews.artifacts.get(target.identifier) if scene.reviews else None
    comparison = compare(recorded.words, said(target)) if recorded else Comparison()
    if recorded and comparison.changes:
        message = f"“{label}” has changed since this link was reviewed: since {recorded.day} {comparison.told()}. {_MEND}"
    fix = Fix("Mark this link as reviewed", (stamp,)) if stamp else None
    return Suspicion(target, message, comparison=comparison, fix=fix)


def _another_revision(scene: Scene, link: Link) -> Suspicion | None:
    """A link of OpenFastTrace to another revision than is there."""
    wanted = _REVISED.fullmatch(link.target)
    there = revised(scene, link.target) if wanted else ""
    found = scene.index.definitions(there) if there else []
    now = _REVISED.fullmatch(there)
    if wanted is None or now is None or not found:
        return None
    if int(wanted["revision"]) < int(now["revision"]):
        message = f"“{link.target}” is outdated, since “{there}” is there now, so this link counts for nothing: {ADVICE}"
    else:
        message = f"“{link.target}” is predated, since only “{there}” is there, so this link counts for nothing: name that one."
    place = Span(*link.place)
    return Suspicion(found[0], message, fix=Fix(f"Link to {there}", (Edit(place.start, place.end, there),)))


def revised(scene: Scene, target: str) -> str:
    """The identifier that differs from a target of OpenFastTrace in its revision only, the newest; empty: there is none."""
    stem = target.rpartition("~")[0] + "~"
    if target.count("~") != 2:
        return ""
    known = [name for name in scene.index.identifiers() if name.startswith(stem) and name[len(stem) :].isdigit()]
    return max(known, key=lambda name: int(name[len(stem) :]), default="")
