"""`python -m shallcheck` is the command `shallcheck`."""

from shallcheck.commands import main

if __name__ == "__main__":
    main()
