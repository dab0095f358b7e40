"""A check that is disturbed: killed workers cost nothing, Ctrl-C ends it at once, and nobody is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.commands.running import COMMAND, LONGEST, Ended, shallcheck

STATEMENTS = 300


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough statements, each of its own, to keep the workers busy for seconds."""
    folder = tmp_path_factory.mktemp("workspace")
    text = "- **SYS-{0}**: When tank {0} is full, pump {0} shall stop quickly and valve {0} shall close.\n"
    (folder / "System_Requirements.md").write_text("".join(text.format(number) for number in range(STATEMENTS)))
    return folder


@pytest.fixture(scope="module")
def undisturbed(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """What a check gives that nobody disturbs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("undisturbed")))
        done = shallcheck("check", ".", "--format", "json", cwd=workspace)
    assert len(done.findings()) >= STATEMENTS
    return done


@pytest.fixture
def under_way(workspace: Path, cache_folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A check in a process group of its own, as a shell starts it."""
    command = [*COMMAND, "check", ".", "--format", "json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=workspace, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        yield process
        process.kill()


Moment = Callable[[Path], bool]


def loading(cache: Path) -> bool:
    return True


def judging(cache: Path) -> bool:
    """Whether the first statements have been judged: their findings are in the cache."""
    for file in cache.glob("*.sqlite"):
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("SELECT count(*) FROM findings").fetchone()[0])
    return False


def workers(process: subprocess.Popen[bytes], moment: Moment, cache: Path) -> list[psutil.Process]:
    """The workers of a check, at a moment of their life."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        assert process.poll() is None, "the check was over before the moment came"
        children: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
        if children and moment(cache):
            return children
        time.sleep(0.01)  # another process does not tell how far it is
    raise AssertionError("the moment never came")


def ended(process: subprocess.Popen[bytes]) -> Ended:
    out, err = process.communicate(timeout=LONGEST)
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize("moment", [loading, judging])
def test_killed_workers_cost_no_finding(
    moment: Moment, undisturbed: Ended, under_way: subprocess.Popen[bytes], cache_folder: Path
) -> None:
    for worker in workers(under_way, moment, cache_folder):
        with contextlib.suppress(psutil.NoSuchProcess):  # it had nothing left to do
            worker.kill()

    assert ended(under_way) == undisturbed


@pytest.mark.parametrize("moment", [loading, judging])
def test_an_interrupt_ends_the_check_and_its_workers(
    moment: Moment, under_way: subprocess.Popen[bytes], cache_folder: Path
) -> None:
    children = workers(under_way, moment, cache_folder)
    os.killpg(under_way.pid, signal.SIGINT)

    code, out, err = ended(under_way)

    assert (code, out, err) == (130, "", "")
    assert psutil.wait_procs(children, timeout=LONGEST)[1] == []


def test_a_killed_check_leaves_no_worker(under_way: subprocess.Popen[bytes], cache_folder: Path) -> None:
    children = workers(under_way, judging, cache_folder)
    under_way.kill()

    assert psutil.wait_procs(children, timeout=LONGEST)[1] == []
