"""`shallcheck serve` with a watch on its event loop.

`bench/watch` begins; `bench/blocks` answers with the seconds that each round of the watch came too late.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from shallcheck.editor.server import make_server

ROUND = 0.001
"""Seconds that the watch sleeps between two looks at the clock."""


def main() -> None:
    """Serve on standard input and output."""
    sys.setswitchinterval(0.0005)
    server = make_server()
    blocks: list[float] = []
    tasks: set[asyncio.Task[None]] = set()

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(ROUND)
            blocks.append(time.perf_counter() - start - ROUND)

    @server.feature("bench/watch")
    def begin(params: Any) -> None:
        tasks.add(asyncio.get_running_loop().create_task(watch()))

    @server.feature("bench/blocks")
    def answer(params: Any) -> list[float]:
        return blocks

    output, sys.stdout = sys.stdout.buffer, sys.stderr
    server.start_io(sys.stdin.buffer, output)


if __name__ == "__main__":
    main()
