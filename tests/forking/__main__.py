"""`python -m tests.forking`: tells the folder of a quick `shallcheck`, for tests in other languages; ends with standard input."""

import shlex
import sys
from pathlib import Path

from tests.forking import quick_python

python = Path(quick_python())
command = python.with_name("shallcheck")
command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} -P -m shallcheck "$@"\n', encoding="utf-8")
command.chmod(0o755)
print(python.parent, flush=True)
sys.stdin.read()
