# What a person types. `make` alone lists the targets.

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
PYTEST_ARGS ?= -n 3 --dist loadfile
SAMPLE  = data/sample/partnership.warc.gz
DEMO    = scrapy crawl tag -a site=demo -a tag=partnership -a replay=$(SAMPLE) -s SW_DATA_DIR=data/demo
REAL    = scrapy crawl tag -a tag=partnership

.DEFAULT_GOAL := help
.PHONY: help harvest test test-wheel test-servers check lint format torture bench docs lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

harvest: $(VENV)/.run ## set up, then harvest the recording that ships with the project (LIVE=1: the real site)
ifdef LIVE
	@echo '$$ $(REAL)'
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(REAL)
else
	@echo '$$ $(DEMO)'
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(DEMO)
endif
	@[ "$$VIRTUAL_ENV" = "$(CURDIR)/$(VENV)" ] || echo "(These commands live in the virtual environment; enter it with: . $(BIN)/activate)"

test: $(VENV)/.dev ## set up, then run the whole test suite
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-wheel: $(VENV)/.dev ## build the wheel, install it elsewhere and run the suite against it
	$(BIN)/python tests/support/run_on_wheel.py $(PYTEST_ARGS)

test-servers: ## install the server programs that some tests need (Debian packages, as root)
	bash tests/servers/install.sh

check: $(VENV)/.dev lint ## the quick loop: lint, types, unit tests
	$(BIN)/python -m pytest -q tests/unit $(PYTEST_ARGS)

lint: $(VENV)/.dev ## ruff, mypy, import-linter, codespell
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell sw_scraper spiders pipelines docs tests/support tests/servers *.md

format: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

torture: $(VENV)/.dev ## the long forms: kills, races, fuzz (an hour or more)
	SW_TORTURE=1 $(BIN)/python -m pytest -m torture $(PYTEST_ARGS)

bench: $(VENV)/.dev ## the benchmarks, as ratios measured in one run
	$(BIN)/python -m benchmarks

lock: $(VENV)/.dev ## write the lock files anew
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --upgrade -c constraints.txt -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --upgrade -c requirements.lock --all-extras --group dev -o requirements-dev.lock pyproject.toml

clean: ## remove the virtual environment and caches (never data/)
	rm -rf $(VENV) .venv-wheel build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sw_scraper needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "No virtual environment could be made; on Debian: apt-get install python3-venv" >&2; exit 2; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@if [ ! -e $(VENV)/.dev ]; then echo "Setting up $(VENV) (once, about a minute) ..."; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock; fi
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) for development (once, about two minutes) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/.run
