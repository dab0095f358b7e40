"""What an edit changed that others show: the trace, and what artifacts are called. Nothing is judged by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

from shallcheck.model.brief import brief
from shallcheck.model.document import Segment, Setting


def _nobody() -> None:
    """Who is told where nobody asked to be."""


class News:
    """Who is told. Segments that say the same as those in whose place they came are none."""

    def __init__(self) -> None:
        self.on_trace: Callable[[], None] = _nobody
        """Called when artifacts or links came, went or changed."""
        self.on_names: Callable[[], None] = _nobody
        """Called when artifacts came, went, or are called otherwise."""

    def tell(self, was: Setting | None, gone: Sequence[Segment], now: Setting, come: Sequence[Segment]) -> None:
        """Compare the segments of a document that went with those that came."""
        if self.on_trace is _nobody and self.on_names is _nobody:
            return
        other = was is not None and was != now
        before = was or now
        if other or _all(_traced, before, gone) != _all(_traced, now, come):
            self.on_trace()
        if other or _all(_named, before, gone) != _all(_named, now, come):
            self.on_names()

    def everything(self) -> None:
        """Say that all may have changed."""
        self.on_trace()
        self.on_names()


Facts = Callable[[Setting, Segment], Iterator[Hashable]]


def _all(facts: Facts, setting: Setting, segments: Sequence[Segment]) -> Counter[Hashable]:
    return Counter(fact for segment in segments for fact in facts(setting, segment))


def _traced(setting: Setting, segment: Segment) -> Iterator[Hashable]:
    artifacts = segment.reading.artifacts
    for artifact in artifacts:
        parent = artifacts[artifact.parent].label if artifact.parent is not None else ""
        yield setting.namespace, artifact.label, artifact.kind, artifact.level, parent
    for link in segment.reading.links:
        yield artifacts[link.artifact].label if link.artifact is not None else "", link.type, link.target


def _named(setting: Setting, segment: Segment) -> Iterator[Hashable]:
    for number, artifact in enumerate(segment.reading.artifacts):
        yield setting.namespace, artifact.label, brief(segment, number)
