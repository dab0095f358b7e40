"""What an edit changed that others show: the trace, and what artifacts are called. Nothing is judged by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

from shallcheck.model.brief import brief
from shallcheck.model.document import Segment, Setting

Listeners = list[Callable[[], None]]


class News:
    """Who is told. Segments that say the same as those in whose place they came are none."""

    def __init__(self) -> None:
        self.on_trace: Listeners = []
        """Called when artifacts or links came, went or changed."""
        self.on_names: Listeners = []
        """Called when artifacts came, went, or are called otherwise."""
        self.on_judged: Listeners = []
        """Called at each change after which anything may be judged otherwise."""

    def tell(self, was: Setting | None, gone: Sequence[Segment], now: Setting, come: Sequence[Segment]) -> None:
        """Compare the segments of a document that went with those that came."""
        if not (self.on_trace or self.on_names):
            return
        other = was is not None and was != now
        before = was or now
        if other or _all(_traced, before, gone) != _all(_traced, now, come):
            self.trace()
        if other or _all(_named, before, gone) != _all(_named, now, come):
            _call(self.on_names)

    def trace(self) -> None:
        """Say that the trace may have changed."""
        _call(self.on_trace)

    def judged(self) -> None:
        """Say that something is judged otherwise."""
        _call(self.on_judged)

    def everything(self) -> None:
        """Say that all may have changed."""
        for some in (self.on_trace, self.on_names, self.on_judged):
            _call(some)


def _call(listeners: Listeners) -> None:
    for each in listeners:
        each()


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
