"""How it was: the numbers of a report at each of a repository's tags, by the rules of today."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b
from pathlib import Path

from shallcheck.project.cache import Cache, digest_of
from shallcheck.project.checking import Progress, check_paths
from shallcheck.project.comparing import judged_at
from shallcheck.project.config import Config
from shallcheck.project.git import RevisionError
from shallcheck.project.history import Tag, tags_of
from shallcheck.project.judge import findings_digest
from shallcheck.reports.facts import Facts, in_short

TABLE = "trends"
Progressing = Callable[[], AbstractContextManager[Progress]]


def past(top: Path, paths: Sequence[Path], most: int, every_rule: bool, progressing: Progressing) -> Iterator[Facts]:
    """What the paths held at each of the newest tags, the oldest first. A tag that cannot be read, or at which none of them was
    there, is left out."""
    inside = [os.path.relpath(os.path.realpath(path), top) for path in paths]
    if any(Path(each).parts[:1] == (os.pardir,) for each in inside):
        return  # what lies outside of the repository has no past in it
    for tag in tags_of(top, most):
        known = _remembered(top, tag, inside, every_rule, progressing)
        if known:
            yield {"tag": tag.name, "date": tag.date, **known}


def _remembered(top: Path, tag: Tag, inside: Sequence[str], every_rule: bool, progressing: Progressing) -> Facts:
    key = _key(tag, inside, every_rule)
    cache = Cache()
    try:
        known = cache.get(TABLE, [key]).get(key)
        if known is None:
            known = json.dumps(_at(top, tag, inside, every_rule, progressing)).encode()
            cache.put(TABLE, {key: known})
    finally:
        cache.close()
    facts: Facts = json.loads(known)
    return facts


def _at(top: Path, tag: Tag, inside: Sequence[str], every_rule: bool, progressing: Progressing) -> Facts:
    try:
        with judged_at(top, f"refs/tags/{tag.name}") as folder:
            paths = [folder / each for each in inside if (folder / each).exists()]
            if not paths:
                return {}
            with progressing() as progress:
                return in_short(check_paths(paths, every_rule=every_rule, progress=progress))
    except (RevisionError, OSError):
        return {}


def _key(tag: Tag, inside: Sequence[str], every_rule: bool) -> bytes:
    """What the numbers depend on; a configuration that names another pipeline is part of the tree."""
    told = repr((tag.tree, sorted(inside), every_rule)).encode("utf-8", "surrogatepass")
    code = digest_of("documents", "model", "rules", "project", "reports")
    return blake2b(told + code + findings_digest(Config().pipeline), digest_size=16).digest()
