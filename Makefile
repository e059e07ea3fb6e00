# jixiao: `make run` needs Python 3.11 or newer and nothing else; `make help` lists the rest.

PYTHON ?= $(firstword $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name"; done))
VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= fixtures/documents
OUT ?= out/dataset
JOBS ?= 2

# What the tests need from the system: the second reader, fonts to draw documents with, a browser that prints some.
SYSTEM := tesseract-ocr tesseract-ocr-chi-sim fonts-noto-cjk fonts-arphic-uming fonts-arphic-ukai fonts-lxgw-wenkai \
	fonts-wqy-zenhei fonts-wqy-microhei fonts-droid-fallback fonts-liberation chromium

.PHONY: help run setup check lint test test-all system emulators accuracy accuracy-gate accuracy-gate-record bench bench-cost bench-ingest calibration worn-model fuzz fixtures docs pictures lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

run: $(VENV)/installed ## read the documents in fixtures/documents (SOURCES=...) into out/dataset (OUT=...), show the tables
	$(BIN)/jixiao run $(SOURCES) --out $(OUT)
	@$(BIN)/python -c 'import pandas; pandas.set_option("display.width", 160, "display.max_columns", 20); \
	look = lambda table, columns: print("\n" + table + "\n" + pandas.read_parquet("$(OUT)/" + table)[columns].head(8).to_string(index=False)); \
	look("documents", ["file_name", "page_count", "form_count", "status"]); \
	look("funding", ["source", "budget", "executed", "execution_rate", "needs_review"]); \
	look("indicators", ["level2", "level3", "target_raw", "target_value", "target_unit", "attainment", "needs_review"])'

setup: $(VENV)/installed-dev ## make .venv with everything that the tests need

check: lint test ## lint and test

lint: $(VENV)/installed-dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

test: system lint ## everything but the slow tests
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

test-all: system emulators lint ## all tests
	$(BIN)/python -m pytest -n $(JOBS)

system: ## install what the tests need from the system, where that is possible
	@missing=$$(for package in $(SYSTEM); do \
		dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null | grep -qx installed || echo "$$package"; done | xargs); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then root=""; elif sudo -n true 2>/dev/null; then root="sudo"; else root="none"; fi; \
	if [ "$$root" = none ] || ! command -v apt-get >/dev/null; then \
		echo "Some tests will be skipped; install for them, as root: apt-get install $$missing"; exit 0; fi; \
	$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $$missing > /dev/null

emulators: ## install with npm, where there is npm, what stands for Azure's object store in the slow tests
	@if [ -x $(AZURITE) ]; then exit 0; fi; \
	if ! command -v npm >/dev/null; then echo "No npm: the tests with Azure's emulator will be skipped"; exit 0; fi; \
	timeout 300 npm install --silent --ignore-scripts --no-audit --no-fund --prefix $(VENV)/azurite azurite@3.37.0 \
		> /dev/null 2>&1 || echo "npm could not install azurite: the tests with Azure's emulator will be skipped"

AZURITE := $(VENV)/azurite/node_modules/.bin/azurite-blob

accuracy: $(VENV)/installed-dev ## measure how much is read right, on drawn documents with known contents
	$(BIN)/python -m benchmarks.accuracy

bench-ingest: $(VENV)/installed-dev ## measure how fast documents become a dataset, and what a commit costs as it grows
	$(BIN)/python -m benchmarks.ingest

worn-model: ## train the reader of worn lines anew, into out/worn.onnx (FONTS=DIR: further fonts); takes an hour
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet -r requirements.lock --no-deps
	.venv-training/bin/pip install --quiet -r training/requirements.txt
	mkdir -p out
	.venv-training/bin/python -m training.fine_tune --write out/worn.onnx $(if $(FONTS),--fonts $(FONTS))

fuzz: $(VENV)/installed-dev ## read documents with bytes changed at random
	$(BIN)/python -m benchmarks.fuzz

bench: $(VENV)/installed-dev ## measure accuracy and cost beside other tools, each in an environment of its own; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.side_by_side --write benchmarks/RESULTS.md

bench-cost: $(VENV)/installed-dev ## measure what reading costs: CPU seconds a page against bare recognition, memory
	$(BIN)/python -m benchmarks.cost

accuracy-gate: $(VENV)/installed-dev ## fail where accuracy is worse than benchmarks/gate.json has recorded
	$(BIN)/python -m benchmarks.gate

accuracy-gate-record: $(VENV)/installed-dev ## record the accuracy that is there, and its noise, in benchmarks/gate.json
	$(BIN)/python -m benchmarks.gate --record

calibration: $(VENV)/installed-dev ## measure whether confidences are true, on drawn scans
	$(BIN)/python -m benchmarks.calibration --diagram docs/calibration.svg

fixtures: $(VENV)/installed-dev ## draw the documents in fixtures again
	$(BIN)/python -m fixtures.committed

docs: $(VENV)/installed ## write docs/tables.md, the schema's JSON, docs/rules.md, docs/rules.zh.md and docs/licences.md from the code
	$(BIN)/python -m pipeline.data_dictionary > docs/tables.md
	$(BIN)/python -m pipeline.table_schemas > pipeline/table_schemas.json
	$(BIN)/python -m pipeline.rule_book en > docs/rules.md
	$(BIN)/python -m pipeline.rule_book zh > docs/rules.zh.md
	$(BIN)/python -m pipeline.licences requirements.lock > docs/licences.md

pictures: $(VENV)/installed-dev ## draw the pictures of README.md and docs anew, from drawn documents
	$(BIN)/python -m examples.page_to_tables docs/page-to-tables.png
	$(BIN)/python -m examples.cell_readings docs/cell-readings.png
	$(BIN)/python -m examples.reconciled_sum docs/reconciled-sum.png

lock: ## choose versions anew and write requirements.lock and requirements-dev.lock, with hashes
	rm -rf $(VENV)-lock
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	echo 'setuptools>=77' > $(VENV)-lock/build.in
	$(VENV)-lock/bin/uv pip compile $(LOCK_OPTIONS) --extra dev \
		pyproject.toml $(VENV)-lock/build.in -o requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile $(LOCK_OPTIONS) --constraint requirements-dev.lock \
		pyproject.toml $(VENV)-lock/build.in -o requirements.lock
	rm -rf $(VENV)-lock

# for every platform and Python from 3.11 on; where the packages come from is the installing machine's business
LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --upgrade

clean: ## remove the environment and all that was made
	rm -rf $(VENV) $(VENV)-lock $(VENV)-peers out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
