# The four commands of Allround. Each sets up what it needs; `make setup` alone is for editors and the curious.
#
#   make demo            plan the made-up town's day, print the result, serve the pages on loopback
#   make demo SERVE=0    the same, but stop after printing (var/demo/summary.json)
#   make demo OSM=FILE   the same organisations on a real extract (.osm or .osm.pbf)
#   make test            every test
#   make check           linters, types and import contracts
#   make lock            remake requirements.lock after a change of dependencies

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null) python3)
SERVE ?= 1
OSM ?=
SEED ?= 1
PORT ?= 8300

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
# pytest workers: the tests are mostly one-core work
WORKERS ?= 2

.DELETE_ON_ERROR:
.PHONY: setup demo test check format lock clean

setup: $(STAMP)

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

demo: $(STAMP)
	@$(BIN)/python -m fixtures --seed $(SEED) $(if $(OSM),--osm "$(OSM)") $(if $(filter 0 no false,$(SERVE)),,--serve --port $(PORT))

test: $(STAMP)
	@$(BIN)/python -m optimiser compile
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

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
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
