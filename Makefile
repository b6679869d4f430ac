# make install: into .venv. make demo: that, and the main job on sample data. make test: all tests. make check: what a commit
# must pass.
# make docs: the pages, terminal pictures and template workbooks that are made from the code. make faults: the page of faults, from its tests.
# make pictures: the pictures of the README and the tutorials, from a LibreOffice window in English and in French.
# make messages: the texts of the code into the catalogues of translations, and these compiled; fails for missing ones.
# make bench: time and memory against a hand-written upsert and other tools, written to docs/benchmarks.md;
# BENCH="--help" lists its options.
# make bench-office: what clicks in LibreOffice take, and whose time it is.
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PYTHON ?= python3

.PHONY: install demo test explore check docs pictures messages faults bench bench-office clean

install: $(VENV)/installed
	@echo "Raccord is installed. In this terminal, use it by: . $(BIN)/activate"

demo: $(VENV)/installed
	$(BIN)/raccord demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto --dist worksteal

explore: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile=explore -k "oracle or properties or naive"

check: $(VENV)/installed-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist worksteal

docs: $(VENV)/installed
	$(BIN)/python -m raccord_addin.build.button_page docs/buttons.md
	$(BIN)/python -m raccord.templating templates
	PYTHONPATH=tests $(BIN)/python -m support.command_page
	PYTHONPATH=tests $(BIN)/python -m support.error_page
	PYTHONPATH=tests $(BIN)/python -m support.terminal_pictures

messages: $(VENV)/installed-test
	PYTHONPATH=tests $(BIN)/python -m support.catalogues

pictures: $(VENV)/installed-test
	PYTHONPATH=tests $(BIN)/python -m support.pictures
	RACCORD_PICTURES=docs/images $(BIN)/python -m pytest tests/office/test_templates.py -k keyboard

faults: $(VENV)/installed-test
	RACCORD_WRITE_FAULTS=1 $(BIN)/python -m pytest tests/faults

bench: BENCH ?= --write
bench: $(VENV)/installed-bench
	PYTHONPATH=tests $(BIN)/python -m benchmarks.run $(BENCH)

bench-office: $(VENV)/installed-test
	PYTHONPATH=tests $(BIN)/python -m benchmarks.office $(BENCH)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Raccord needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".\nUse: make PYTHON=/path/to/python3.11 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

$(VENV)/installed-bench: $(VENV)/installed-test pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

$(VENV)/installed-check: $(VENV)/installed-test pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	touch $@
