# Targets of the VS Code client; included by the top Makefile. Everything lands in client/node_modules and client/out,
# which git does not keep.

CLIENT := client

.PHONY: client-test vsix

$(CLIENT)/node_modules/.ready: $(CLIENT)/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' && npm --version >/dev/null || { \
	  echo "The VS Code client needs Node 20 or newer with npm: install it, or run the other checks with make check-code server-test." >&2; exit 1; }
	npm --prefix $(CLIENT) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

client-test: $(CLIENT)/node_modules/.ready ## the client's own tests: types, lint, units, grammars
	cd $(CLIENT) && npm run --silent check && npm run --silent build && npm test --silent && npm run --silent test:grammars 2>/dev/null

vsix: $(CLIENT)/node_modules/.ready setup ## client/shallcheck-0.1.0.vsix, with the server's wheel in it
	rm -rf $(CLIENT)/out/server
	$(BIN)/python -m hatchling build -t wheel -d $(CLIENT)/out/server
	cp locks/run.txt $(CLIENT)/out/server/requirements.txt
	cd $(CLIENT) && npm run --silent build && npm run --silent package
