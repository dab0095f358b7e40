"""What an artifact costs in the real server, over standard input and output: what is resident with many artifacts, less what is
with next to none."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil

from bench.client import Client
from bench.memory import IN_ONE, text_of
from shallcheck.documents.reading import read_document
from shallcheck.language.pipeline import DEFAULT_PIPELINE
from shallcheck.project.cache import Cache
from shallcheck.project.judge import Judge, finding_key, findings_digest
from shallcheck.project.state import Project

_REST, _PATIENCE = 2.0, 900.0
"""Seconds for which nothing moves once all is read and judged, and in which that comes to be."""


def server_bytes_each(count: int) -> float:
    """Bytes of the server for each of `count` artifacts in documents of 1,000, read and judged."""
    with tempfile.TemporaryDirectory() as place:
        return (_served(Path(place) / "many", count) - _served(Path(place) / "few", IN_ONE)) / (count - IN_ONE)


def _served(place: Path, count: int) -> int:
    """Bytes that a server is resident with once it knows all that there is to know of a workspace."""
    folder, cache = place / "workspace", place / "cache"
    folder.mkdir(parents=True)
    _write(folder, cache, count)
    with Client(folder, cache) as client:
        client.initialize()
        client.wait_for_scan(_PATIENCE)
        _wait_for_rest(client)
        return client.resident()[0]


def _write(folder: Path, cache: Path, count: int) -> None:
    """Documents, and in the cache what the rules without a parse say of them: to parse 100,000 statements takes an hour."""
    known = Cache(cache)
    judge, digest = Judge(DEFAULT_PIPELINE, known), findings_digest(DEFAULT_PIPELINE)
    for number in range(count // IN_ONE):
        text = text_of(number, max(1, count // IN_ONE // 11))
        (folder / f"document_{number}.md").write_text(text, "utf-8")
        document = read_document(f"document_{number}.md", text)
        assert document is not None
        project = Project()
        project.put(document)
        jobs = project.unjudged(document.path)
        said = {key: packed for key, packed, _ in judge.by_text(jobs)}
        known.put("findings", {finding_key(digest, job): said[job.key] for job in jobs})
    known.close()


def _wait_for_rest(client: Client) -> None:
    """Until neither the server nor a worker has worked for a moment."""
    everyone = [psutil.Process(client.process.pid), *psutil.Process(client.process.pid).children(recursive=True)]
    before, end = -1.0, time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        now = sum(sum(each.cpu_times()[:2]) for each in everyone)
        if now - before < _REST / 50:
            return
        before = now
        time.sleep(_REST)
    raise TimeoutError("the server does not come to rest")
