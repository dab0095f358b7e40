"""python -m tests.documents [COUNT]: put COUNT (10,000) damaged samples through each reader, two at a time: `make fuzz`."""

from __future__ import annotations

import sys
from multiprocessing import get_context

from tests.documents.mutation import formats, fuzz


def main() -> int:
    """Print a line a format; 1 where anything went wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wrong = 0
    with get_context("spawn").Pool(2) as pool:
        jobs = [pool.apply_async(fuzz, (form.name, count)) for form in formats()]
        for name, known, slowest, faults in (job.get() for job in jobs):
            print(
                f"{name:<16} {known:>4} samples  {count:>6} damaged  slowest {slowest * 1000:>6.0f} ms  {len(faults)} faults",
                flush=True,
            )
            for fault in faults[:5]:
                print(f"    {fault}", flush=True)
            wrong += len(faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
