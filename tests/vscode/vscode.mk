# The extension in the real VS Code: code-server on its own Node, both from npm, in Debian's Chromium. Included by the top
# Makefile. What is fetched lies in tests/vscode/node_modules, what a run writes in .build/vscode.

CODE := tests/vscode
CODE_EDITOR := $(CODE)/node_modules/code-server/lib/vscode
CODE_NODE = $(or $(firstword $(wildcard $(CODE)/node_modules/node-linux-*/bin/node)),node)

.PHONY: code code-test code-setup screenshots

code-setup: $(CODE)/node_modules/.ready

$(CODE)/node_modules/.ready: $(CODE)/package-lock.json
	npm --prefix $(CODE) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@# The editor within code-server has a lock of its own, which npm follows.
	cd $(CODE_EDITOR) && npm install --no-save --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

code-test: setup vsix code-setup ## the extension in the real VS Code
	@scripts/debian-packages chromium fonts-dejavu-core
	@$(CODE_NODE) $(CODE)/run.mjs

screenshots: setup vsix code-setup ## take the pictures of docs/images again
	@scripts/debian-packages chromium fonts-dejavu-core
	@$(CODE_NODE) $(CODE)/screenshots.mjs
	@$(CODE_NODE) $(CODE)/reportPictures.mjs

code: setup vsix code-setup ## open the poor example in VS Code, in a browser of yours
	@$(CODE_NODE) $(CODE)/code.mjs
