"""A question of an editor answered in a process of its own: `python -P -m shallcheck.agents.answering`.

One question (`apart.py`) comes on standard input and one answer goes out on what was standard output. The process ends when its
input does, so that none is left behind by a server that has ended, nor the folder into which a revision was checked out.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from shallcheck.agents.apart import ANSWER, REFUSAL
from shallcheck.agents.questions import Place, QuestionError, answered
from shallcheck.agents.standing import AskError
from shallcheck.project.overlay import UnjudgedError
from shallcheck.project.workers import frames
from shallcheck.reports.quoting import visible

_GRACE = 2.0
"""Seconds within which what is under way is put away."""


def _answer(kind: str, said: str, top: str, path: str, unsaved: dict[str, str]) -> tuple[str, str]:
    try:
        answer = answered(kind, json.loads(said), Place(Path(top), path, unsaved))
    except (AskError, QuestionError, UnjudgedError) as error:
        return REFUSAL, visible(str(error))
    return ANSWER, json.dumps(answer.model_dump(mode="json"))


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()
    time.sleep(_GRACE)
    os._exit(0)


def main() -> None:
    """Answer one question."""
    output = frames.private_output()
    asked = frames.receive(sys.stdin.buffer)
    if asked is None:
        return
    try:
        threading.Thread(target=_end_with_input, daemon=True).start()
        frames.send(output, _answer(*asked))
    except KeyboardInterrupt:
        pass
    except Exception:
        traceback.print_exc()
    os._exit(0)  # an end in good order would wait for the thread that reads


if __name__ == "__main__":
    main()
