"""The command line; one file a subcommand."""


def main() -> None:
    """Entry point of `shallcheck`."""
    from shallcheck.commands.app import app

    app()
