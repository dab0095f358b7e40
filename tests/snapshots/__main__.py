"""`python -m tests.snapshots`: write what the rules find in the documents; git shows what has changed."""

from __future__ import annotations

from shallcheck.language.pipeline import load
from tests.snapshots.snapshot import documents, findings, kept


def main() -> None:
    """Write the files that differ, and say so; a file whose document is gone is removed."""
    pipeline = load()
    wanted = {kept(document): findings(document, pipeline) for document in documents()}
    folder = next(iter(wanted)).parent
    folder.mkdir(exist_ok=True)
    for old in set(folder.iterdir()) - set(wanted):
        old.unlink()
        print(f"removed {old.name}")
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
