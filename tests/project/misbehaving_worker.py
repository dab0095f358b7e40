"""The real worker, but some words in a statement make it die, hang or print: what no statement should do, and one will."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Sequence

from shallcheck.project import judge
from shallcheck.project.statements import StatementJob
from shallcheck.project.workers import worker


class Misbehaving(judge.Judge):
    """Judges as ever, with a language pipeline that needs no loading."""

    def load(self) -> None:
        self.missing = "There is no pipeline in this test."

    def fully(self, jobs: Sequence[StatementJob], *, looked_up: bool = False) -> list[judge.Row]:
        for job in jobs:
            if "DIES" in job.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANGS" in job.text:
                time.sleep(600)
            if "LOOPS" in job.text:
                re.match(r"(a+)+$", "a" * 60 + "!")  # holds the interpreter, so no other thread runs
            if "PRINTS" in job.text:
                print("a library that talks")
        return super().fully(jobs, looked_up=looked_up)


if __name__ == "__main__":
    worker.main(Misbehaving)
