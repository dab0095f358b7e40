"""The command line; one file a subcommand."""

import atexit
import gc
import signal
import sys
from types import FrameType

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """Entry point of `shallcheck`. The language server must answer within a blink, so it starts without typer and rich."""
    interrupts: list[int] = []
    try:
        _run(interrupts)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if interrupts:  # amid the import of an extension module, an interrupt comes out as that module's error
            sys.exit(INTERRUPTED)
        from shallcheck.commands.telling import UNUSABLE, abandon_output, fault, tell

        tell(fault(error))
        abandon_output()
        sys.exit(UNUSABLE)


def _run(interrupts: list[int]) -> None:
    """Run a subcommand; `interrupts` takes down each Ctrl-C."""
    if sys.argv[1:2] == ["serve"] and not {"--help", "-h"} & set(sys.argv):
        from shallcheck.commands.serve import main as serve

        serve(sys.argv[2:])
        return
    gc.set_threshold(1_000_000)  # a check makes mostly what stays: looking for garbage takes a quarter of a warm one
    atexit.register(gc.freeze)  # the end of the process frees everything, and needs no search for it

    def interrupt(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    from shallcheck.commands.app import make_app

    make_app(sys.argv[1] if len(sys.argv) > 1 else "")()
