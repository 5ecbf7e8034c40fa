# The few verbs of the project. `make check` is what CI runs after installing; the README spells it without make.

PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python

.PHONY: help install run lint test check format board clean

help:  ## list the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(RUN):
	$(PYTHON) -m venv $(VENV)

install: $(RUN)  ## create .venv with everything: app, tests, training, benchmarks
	$(RUN) -m pip install -r requirements-dev.txt

run:  ## start the app on http://127.0.0.1:7860
	$(RUN) app.py

lint:  ## ruff over everything, mypy --strict over viper_core
	$(RUN) -m ruff check .
	$(RUN) -m mypy

test:  ## all tests, the real browser's included where there is one
	$(RUN) -m pytest

check: lint test  ## what must be green before a commit

format:  ## sort imports and mend what ruff can mend
	$(RUN) -m ruff check --fix .

board:  ## draw the fifty seed images and their manifest again
	$(RUN) -m training.board

clean:  ## remove caches; models, pictures and the database stay
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
