# The commands of the suite; `make` alone explains them. Every target sets up what it needs.
# Make is the scheduler: a page is made again only when its notebook, the rooms that it imports, the client's
# file or its raw data have changed.

CLIENT  ?= demo
EDITION ?= client
TO      ?= duckdb
TABLE_SEED := $(or $(SEED),20260630)
SEED    := $(or $(SEED),$(shell od -An -N4 -tu4 /dev/urandom | tr -d ' '))
SEEDS   ?= 20
UV_VERSION := 0.13.9

# Nothing is written outside this folder.
export UV_CACHE_DIR        ?= $(CURDIR)/.cache/uv
export UV_LINK_MODE        ?= hardlink
export UV_PYTHON_INSTALL_DIR ?= $(CURDIR)/.cache/python
export JUPYTER_CONFIG_DIR  := $(CURDIR)/.cache/jupyter
export JUPYTER_DATA_DIR    := $(CURDIR)/.cache/jupyter
export JUPYTER_RUNTIME_DIR := $(CURDIR)/.cache/jupyter/runtime
export IPYTHONDIR          := $(CURDIR)/.cache/ipython
export MPLCONFIGDIR        := $(CURDIR)/.cache/matplotlib
export PYTHONPATH          := $(CURDIR)
export PYTHONDONTWRITEBYTECODE :=

# An environment of your own (conda, for instance): make report PY=python
PY ?= .venv/bin/python
READY := $(if $(filter .venv/bin/python,$(PY)),.venv/.ready)
PYTHON ?= python3

BUILD := reports/.build/$(CLIENT)
DATA  := data/$(CLIENT)
LOGO  := $(wildcard $(foreach kind,svg png jpg jpeg,$(DATA)/*.$(kind)))
SITE  := $(if $(filter client,$(EDITION)),reports/$(CLIENT),$(if $(filter student,$(EDITION)),reports/$(CLIENT)/learn,reports/$(CLIENT)/$(EDITION)))

room   = $(wildcard seglib/$(1).py seglib/$(1)/*.py)
# What only makes pages out of executed notebooks; all else of report/ is part of every notebook's run.
PAGES  := $(addprefix seglib/report/,$(addsuffix .py,brand checks committed contents deliver digits fragments index metrics pdf \
                prose publish render warehouse workbook wording)) \
                $(wildcard seglib/report/templates/* seglib/report/privacy/* seglib/report/*.sql)
BASE   := $(filter-out $(PAGES) seglib/cli.py seglib/cli_words.py seglib/client_setup.py,$(wildcard seglib/*.py seglib/report/*.py)) \
          $(call room,plots)

# A file added to, removed from or changed in raw/ since the first notebook ran makes everything run again; a database
# does not say when it changed, so it is read each time.
RAW_CHANGED := $(shell find -L $(DATA)/raw -newer $(BUILD)/01_cleaning.ipynb -print -quit 2>/dev/null; \
                 sed '/^ *\#/d' $(DATA)/client.yml 2>/dev/null | grep -o 'database[" ]*:')

NOTEBOOKS := 01_cleaning 02_demographic 03_geographic 04_psychographic 05_behavioural 05b_interests 06_evaluation 07_personas 07b_rules 08_roi 08b_customer_value 08c_targeting 09_crm 09b_migration

.DEFAULT_GOAL := help
.PHONY: help setup report verify pdf publish score test lint fast certify lab demo client check crm results learn analyst notebooks lock clean FORCE
.DELETE_ON_ERROR:

help: ## explain the targets
	@echo "Customer segmentation: from raw files to a report. Usage: make TARGET [CLIENT=demo]"
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

report: $(SITE)/manifest.json ## make the client's report: reports/<client>/index.html
	@echo "The report is ready: $(SITE)/index.html"

pdf: $(SITE)/manifest.json ## print the report into one PDF, by Chromium: reports/<client>/<client>.pdf
	@$(PY) -m seglib.cli pdf --client $(CLIENT) --edition $(EDITION)

verify: $(READY) ## check a published report: every number, section, small group and person, by a second computation
	@$(PY) -m seglib.cli verify --client $(CLIENT)

publish: $(NOTEBOOKS:%=$(BUILD)/%.ipynb) ## write tables and segments to the client's own store: TO=duckdb or TO=postgres
	@$(PY) -m seglib.cli store --client $(CLIENT) --to $(TO)

learn: ## make the students' edition: theory, exercises, notebooks to work in, and solutions
	@$(MAKE) --no-print-directory report EDITION=student

analyst: ## make the analysts' edition: everything, code folded
	@$(MAKE) --no-print-directory report EDITION=analyst

score: $(READY) ## put new customers into segments, each with a reason: make score CLIENT=demo FILE=new.csv
	@$(PY) -m seglib.cli score "$(FILE)" --client $(CLIENT)

test: $(READY) | .cache ## lint, then run every test and compare every notebook with its committed results
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m pytest tests notebooks -n auto --dist loadfile --no-loadscope-reorder \
	  --nbval-lax --nbval-current-env --nbval-cell-timeout=300

fast: $(READY) | .cache ## run the tests that need neither browser nor public data nor notebooks
	$(PY) -m pytest tests -m "not browser and not real" -n auto --dist loadfile -q

certify: $(READY) | .cache ## spoil clean files at random, then test the promises of the statistics: docs/calibration.md (SEED=, SEEDS=)
	@echo "make certify SEED=$(SEED) SEEDS=$(SEEDS) repeats the first part of this run, TABLE_SEED=$(TABLE_SEED) the second."
	SEGLIB_ORACLE_EXAMPLES=$(SEEDS) $(PY) -m pytest tests/bad_input/test_oracle.py -n auto --hypothesis-seed=$(SEED) -v --tb=short \
	  || { echo "Failed; make certify SEED=$(SEED) SEEDS=$(SEEDS) repeats this run."; exit 1; }
	$(PY) -m seglib.cli certify $(TABLE_SEED)

lint: $(READY) ## check and format the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lab: $(READY) ## open JupyterLab with the notebooks, kernel ready
	$(PY) -m jupyterlab --notebook-dir=. notebooks/README.md

client: $(READY) ## set up a client of your own out of a folder of files: make client NAME=acme RAW=folder
	@$(PY) -m seglib.cli client "$(NAME)" --config "$(CONFIG)" --raw "$(RAW)"

check: $(READY) ## read a client's files without writing anything: what was found, or what is open
	@$(PY) -m seglib.cli check --client "$(CLIENT)"

crm: $(BUILD)/06_evaluation.ipynb ## write lists for other programs: CLIENT=x TARGET=mailchimp,hubspot CAMPAIGN=autumn
	@$(PY) -m seglib.cli crm --client "$(CLIENT)" --target "$(TARGET)" --campaign "$(CAMPAIGN)"

results: $(READY) ## read what became of a campaign into its ledger: CLIENT=x CAMPAIGN=autumn FILE=results.csv
	@$(PY) -m seglib.cli results "$(CAMPAIGN)" "$(FILE)" --client "$(CLIENT)"

demo: $(READY) ## write the demo's raw files and answer key again, byte for byte the same
	$(PY) -m seglib.demo

notebooks: $(READY) ## run the notebooks on the demo and store their results as text in them
	$(PY) -m seglib.cli refresh $(NOTEBOOKS:%=notebooks/%.ipynb)

lock: $(READY) ## pin every package again, from pyproject.toml
	.venv/bin/uv pip compile pyproject.toml --group dev --universal -p 3.11 --upgrade --no-annotate --generate-hashes \
	  --custom-compile-command 'make lock' -q -o requirements.lock

setup: $(READY) ## only set up the environment in .venv

clean: ## remove the environment, caches and everything generated
	rm -rf .venv .cache reports data/demo/clean data/demo/results data/demo/*.duckdb .pytest_cache .ruff_cache .hypothesis

# --- the environment -------------------------------------------------------------------------------------------------
.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; say which one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up the environment in .venv (about a minute, once) ..."
	@rm -rf .venv && if command -v uv >/dev/null; then uv venv -q --python $(PYTHON) .venv && ln -s "$$(command -v uv)" .venv/bin/uv; \
	  else $(PYTHON) -m venv .venv && .venv/bin/python -m pip install -q --no-cache-dir --disable-pip-version-check uv==$(UV_VERSION); fi
	@.venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes --compile-bytecode requirements.lock
	@.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@rm -rf .cache/uv && touch $@

# --- the report ------------------------------------------------------------------------------------------------------
$(BUILD)/01_cleaning.ipynb: $(BASE) $(call room,reading) $(call room,intake) $(call room,cleaning)

$(BUILD)/02_demographic.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                              $(call room,segments) $(wildcard seglib/segments/demographic/*)

$(BUILD)/03_geographic.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                              $(call room,segments) $(wildcard seglib/segments/geographic/*)

$(BUILD)/04_psychographic.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                               $(call room,segments) $(wildcard seglib/segments/psychographic/*)

$(BUILD)/05_behavioural.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                              $(call room,segments) $(call room,value)

$(BUILD)/05b_interests.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                             $(call room,segments) $(wildcard seglib/segments/purchases/*)

$(BUILD)/06_evaluation.ipynb: $(BUILD)/01_cleaning.ipynb $(call room,features) $(call room,clustering) \
                             $(call room,segments) $(call room,activation) $(call room,value) \
                             $(wildcard seglib/value/trials/*.py seglib/value/targeting/*.py seglib/value/spending/slider.py) \
                             $(foreach one,demographic geographic psychographic evaluation,\
                             $(wildcard seglib/segments/$(one)/*))

$(BUILD)/07_personas.ipynb: $(BUILD)/04_psychographic.ipynb $(BUILD)/06_evaluation.ipynb \
                           $(call room,features) $(call room,segments) \
                           $(call room,activation) $(wildcard seglib/activation/personas/*) \
                           $(wildcard seglib/activation/personas/playbooks/*) seglib/value/trials/proportions.py

$(BUILD)/07b_rules.ipynb: $(BUILD)/06_evaluation.ipynb $(call room,features) $(call room,segments) \
                         $(call room,activation) $(LOGO)

$(BUILD)/08_roi.ipynb: $(BUILD)/06_evaluation.ipynb $(call room,features) $(call room,segments) $(call room,value) \
                      $(wildcard seglib/value/trials/*.py) seglib/value/spending/slider.py

$(BUILD)/08b_customer_value.ipynb: $(BUILD)/05_behavioural.ipynb $(BUILD)/06_evaluation.ipynb $(call room,features) \
                                  $(call room,segments) $(call room,value) $(wildcard seglib/value/profit/*)

$(BUILD)/08c_targeting.ipynb: $(BUILD)/06_evaluation.ipynb $(call room,value) \
                             $(wildcard seglib/value/trials/*.py seglib/value/targeting/*.py seglib/value/spending/*.py)

$(BUILD)/09_crm.ipynb: $(BUILD)/06_evaluation.ipynb $(call room,value) $(wildcard seglib/value/trials/*.py) \
                      $(wildcard seglib/activation/*.py seglib/activation/crm/* seglib/activation/ledger/*)

$(BUILD)/09b_migration.ipynb: $(BUILD)/06_evaluation.ipynb $(call room,features) $(call room,clustering) \
                             $(call room,segments) $(wildcard seglib/activation/*.py seglib/activation/migration/*) \
                             seglib/value/trials/proportions.py

$(BUILD)/%.ipynb: notebooks/%.ipynb $(DATA)/client.yml $(if $(RAW_CHANGED),FORCE) | $(READY)
	@$(PY) -m seglib.cli execute $< --client $(CLIENT)

$(SITE)/manifest.json: $(NOTEBOOKS:%=$(BUILD)/%.ipynb) $(PAGES) $(LOGO)
	@$(PY) -m seglib.cli publish --client $(CLIENT) --edition $(EDITION)

$(DATA)/client.yml:
	@echo "There is no $@. Set one up: make client NAME=$(CLIENT) RAW=<folder of files>"; exit 2

.cache:
	@mkdir -p $@

FORCE:
