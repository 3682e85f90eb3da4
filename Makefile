# The four commands of Allround. Each sets up what it needs; `make setup` alone is for editors and the curious.
#
#   make demo            plan the made-up town's day, print the result, serve the pages on loopback
#   make demo SERVE=0    the same, but stop after printing (var/demo/summary.json)
#   make demo OSM=FILE   the same organisations on a real extract (.osm or .osm.pbf)
#   make test            every test
#   make assets          the pages' style and scripts (web/static/dist), as the others do when a source changed
#   make check           linters, types and import contracts
#   make pictures        retake the README's pictures of the pages
#   make lock            remake requirements.lock after a change of dependencies

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null) python3)
SERVE ?= 1
OSM ?=
SEED ?= 1
PORT ?= 8300

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
# The pages' style and scripts, built from npm packages by lock file; the Node is the one in .venv
MODULES := web/node_modules/.package-lock.json
ASSETS := web/static/dist/manifest.json
ASSET_SOURCES := $(shell find web/assets 2>/dev/null)
# pytest workers: the tests are mostly one-core work
WORKERS ?= 2

.DELETE_ON_ERROR:
.PHONY: setup assets demo test pictures check format lock clean

setup: $(STAMP) $(ASSETS)

assets: $(ASSETS)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Allround needs Python 3.11 or newer as '$(PYTHON)'. On Debian: apt-get install python3 python3-venv; elsewhere: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing, and without it nothing can be installed. On Debian, as root: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (about a minute, once) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9" || { \
	  echo "Could not install uv: this step needs a network and a Python package index. Behind a proxy, set HTTPS_PROXY or PIP_INDEX_URL."; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirements requirements.lock || { \
	  echo "Could not install the locked packages: see the message above. Nothing outside .venv was changed."; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# npm names its own stamp; it is touched because npm leaves it alone when nothing changed
$(MODULES): web/package.json web/package-lock.json web/.npmrc | $(STAMP)
	@echo "Fetching what the pages are built from (a few seconds, once) ..."
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" NODE_USE_SYSTEM_CA=1 npm ci --loglevel=error >/dev/null || { \
	  echo "Could not fetch the pages' packages: this step needs a network and an npm registry, once. Behind a proxy, set HTTPS_PROXY or npm_config_registry."; exit 1; }
	@touch $@

$(ASSETS): web/build_assets.mjs $(ASSET_SOURCES) $(MODULES)
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build || { \
	  echo "Could not build the pages' style and scripts: see the message above."; exit 1; }

demo: $(STAMP) $(ASSETS)
	@$(BIN)/python -m fixtures --seed $(SEED) $(if $(OSM),--osm "$(OSM)") $(if $(filter 0 no false,$(SERVE)),,--serve --port $(PORT))

test: $(STAMP) $(ASSETS)
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m optimiser compile
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

pictures: $(STAMP) $(ASSETS)
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.pictures

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(STAMP)
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) var web/node_modules web/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
