"""A question of an editor answered in a process of its own: `python -P -m shallcheck.agents.answering`.

One question (`apart.py`) comes on standard input and one answer goes out on what was standard output. The process ends when its
input does, so that none is left behind by a server that has ended.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from shallcheck.agents.apart import ANSWER, REFUSAL
from shallcheck.agents.questions import Place, QuestionError, answered
from shallcheck.agents.standing import AskError
from shallcheck.project.overlay import UnjudgedError
from shallcheck.project.workers import frames


def _answer(kind: str, said: str, top: str, path: str, unsaved: dict[str, str]) -> tuple[str, str]:
    try:
        answer = answered(kind, json.loads(said), Place(Path(top), path, unsaved))
    except (AskError, QuestionError, UnjudgedError) as error:
        return REFUSAL, str(error)
    return ANSWER, json.dumps(answer.model_dump(mode="json"))


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Answer one question."""
    output = frames.private_output()
    asked = frames.receive(sys.stdin.buffer)
    if asked is None:
        return
    threading.Thread(target=_end_with_input, daemon=True).start()
    frames.send(output, _answer(*asked))


if __name__ == "__main__":
    main()
