# Two commands for a newcomer: `make demo` shows what ShallCheck says, `make test` proves that it works.
# Everything is installed under .venv, client/node_modules and tests/vscode/node_modules; nothing outside the checkout is changed,
# except Debian packages for the editor tests when `make test` runs as root (see scripts/debian-packages).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test setup setup-run check-code server-test docs lock bench fuzz clean

help: ## what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

demo: setup-run ## check the example documents and print the findings
	@$(BIN)/shallcheck check examples/good
	@$(BIN)/shallcheck check examples/poor; code=$$?; test $$code -le 1 && echo "(exit code $$code: 1 says that there are errors)"

test: setup check-code server-test client-test code-test ## set up and pass all checks

setup-run: $(VENV)/.run
setup: $(VENV)/.dev

$(VENV)/.run: pyproject.toml locks/run.txt
	@scripts/make-venv $(PYTHON) $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: pyproject.toml locks/dev.txt
	@scripts/make-venv $(PYTHON) $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

check-code: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

server-test: setup ## the tests of the server and the command line
	@scripts/debian-packages neovim
	@scripts/debian-packages emacs-nox elpa-eglot elpa-markdown-mode
	$(BIN)/python -m pytest -n 2 --dist worksteal

docs: setup ## write the generated pages again
	$(BIN)/python -m shallcheck.reports.generate_docs
	$(BIN)/shallcheck schema verdict > docs/schemas/verdict-1.json

bench: setup ## ratios of speed, both sides in one run
	$(BIN)/python -m bench

fuzz: setup ## put 10,000 damaged samples through each reader
	$(BIN)/python -m tests.documents

lock: ## write the locks again from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o locks/run.txt
	printf 'hatchling>=1.27\neditables\n' | uv pip compile pyproject.toml - --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o locks/dev.txt

clean: ## remove what the other targets made
	rm -rf $(VENV) .build dist build client/node_modules tests/vscode/node_modules client/out client/LICENSE client/*.vsix

include client/client.mk tests/vscode/vscode.mk
