# Everything is a target here. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
ADDRESS ?= 127.0.0.1
JOBS ?= 2
N ?= 2
KILLS ?= 24
BUNDLE ?= bundle

.DEFAULT_GOAL := help
.PHONY: help run serve demo build test kills bundle check format bench bench-large spark contracts pictures look reference system clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## Open the observatory at http://127.0.0.1:8501 (PORT=, ADDRESS= change it); the first start builds the sample
	$(BIN)/python serve.py --port $(PORT) --address $(ADDRESS)

serve: $(VENV)/.run ## The same by N=2 processes behind nginx (needs nginx; PORT=, ADDRESS= as with run; they take the ports after it)
	$(BIN)/python serve_many.py --processes $(N) --port $(PORT) --address $(ADDRESS)

demo: $(VENV)/.run ## Ingest the sample and build a snapshot, where there is none yet
	$(BIN)/python -m pipelines demo

build: $(VENV)/.run ## Build a new snapshot from landing and reference
	$(BIN)/python -m pipelines build

test: $(VENV)/.dev system ## Run the whole suite, the browser tests too (ARGS= for pytest)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

kills: $(VENV)/.dev ## Kill ingest, build, withdraw, publish, backup and restore at many points, 100 times and more, and look what is left (KILLS= of each)
	OBSERVATORY_KILLS=$(KILLS) $(BIN)/python -m pytest -x tests/test_kills.py

spark: $(VENV)/.spark ## Build tiny, sample and generated homes on a Spark cluster of this machine's own; compare with DuckDB (needs Java)
	@command -v java >/dev/null || [ -n "$$JAVA_HOME" ] || { scripts/system-packages default-jre-headless; }
	OBSERVATORY_SPARK_TESTS=1 $(BIN)/python -m pytest -x tests/test_spark_cluster.py

bundle: ## Pack the project and all it needs for a machine without internet into BUNDLE= (bundle/)
	$(PYTHON) -m scripts.bundle $(BUNDLE)

check: $(VENV)/.dev ## Lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev system ## Measure ingest, build, map question, page and map side by side, as ratios
	$(BIN)/python -m bench

bench-large: $(VENV)/.dev ## Land and build 1, 1.6 (the country) and 10 million rows: seconds, memory, growth; ask 74 million; `python -m bench simulate` makes returns
	$(BIN)/python -m bench.large

contracts: $(VENV)/.run ## Write section 5 of docs/contracts.md from the headers of sql/
	$(BIN)/python -m scripts.contracts

pictures: $(VENV)/.dev system ## Take the pictures of every page under docs/pictures/
	$(BIN)/python -m scripts.pictures

look: $(VENV)/.dev system ## Walk every page in both languages, both themes and five widths; write docs/look.md
	$(BIN)/python -m scripts.look

reference: $(VENV)/.reference ## How to make the pack of a province (needs extra packages, installed here)
	$(BIN)/python -m pipelines reference --help

system: ## List the Debian packages the tests need and why; install what is missing where we may, else say what to type
	@scripts/system-packages chromium fonts-noto-cjk fontconfig libatomic1 nginx

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name one with make PYTHON=python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); scripts/system-packages python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "安装所需的包，约几分钟 / Installing what is needed; it takes some minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.reference: requirements-reference.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-reference.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt requirements-reference.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run $(VENV)/.reference

$(VENV)/.spark: requirements-spark.txt $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@touch $@

clean: ## Remove the environment and the caches; state (var/) stays
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
