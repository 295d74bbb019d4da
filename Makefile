# Career Advisor. `make help` prints what there is.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.10 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$p && break; done)
TORCH_INDEX ?=
CORPUS ?=
PORT ?=
DATA ?=

VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .bench-venv
PIP_INSTALL := -m pip --disable-pip-version-check install -qq --constraint constraints.txt
TORCH_FROM := $(if $(TORCH_INDEX),--index-url "$(TORCH_INDEX)" --force-reinstall)
# One stamp for each wheel index, so that naming another one installs torch again
STAMP := $(VENV)/.installed$(if $(TORCH_INDEX),-$(shell printf '%s' "$(TORCH_INDEX)" | cksum | cut -d' ' -f1))
FOLDERS := $(if $(CORPUS),--corpus corpus --corpus "$(CORPUS)")

.DEFAULT_GOAL := help
.PHONY: help setup chat test check format bench eval eval-public
.DELETE_ON_ERROR:

help: ## print this
	@echo "make ..."
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv and install everything; TORCH_INDEX= takes torch from another wheel index

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "No Python from 3.10 on was found; install Python 3.11, or name one with PYTHON=."; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON): torch first, then the rest. This takes some minutes, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP_INSTALL) $(TORCH_FROM) --no-deps torch
	@$(BIN)/python $(PIP_INSTALL) --editable ".[dev]"
	@touch $@

chat: setup ## build the index and serve the page; CORPUS= adds a folder, PORT= changes 7860
	@$(BIN)/advisor index $(FOLDERS)
	@$(BIN)/advisor serve $(FOLDERS) $(if $(PORT),--port $(PORT))

test: setup ## check the library and run the tests, offline
	@$(BIN)/advisor library check
	@HF_HUB_OFFLINE=1 $(BIN)/python -m pytest

check: setup ## everything that must hold: format, lint, types, and what `make test` runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) --no-print-directory test

format: setup ## put the code into its format, mend what the linter can mend
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

eval: setup ## ask the evaluation rows and print the figures
	@$(BIN)/advisor index && $(BIN)/advisor eval

eval-public: setup $(BENCH_VENV)/.installed ## measure retrieval on a public set, beside other programs; DATA= names its folder
	@$(BIN)/python bench/public.py "$(DATA)"

bench: setup $(BENCH_VENV)/.installed ## measure beside other programs; DATA= names a folder with docs.jsonl
	@$(BIN)/python bench/run.py $(if $(DATA),--data "$(DATA)")

$(BENCH_VENV)/.installed: bench/requirements.txt
	@echo "Setting up $(BENCH_VENV) for the programs to compare with; the project's own stays as it is."
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check install -qq --no-deps torch==2.13.0
	@$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check install -qq --requirement $< || \
		echo "Not everything could be installed; the table says what is missing."
	@touch $@
