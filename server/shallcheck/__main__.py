"""`python -P -m shallcheck` is the command `shallcheck`; without `-P` Python takes modules from the working directory first."""

from shallcheck.commands import main

if __name__ == "__main__":
    main()
