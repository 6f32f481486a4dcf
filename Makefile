# The house in one page: `make help` lists what can be done.
PYTHON ?= python3
PORT ?= $(or $(DIABAN_PORT),8000)
WORKERS ?= 2
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo test test-js check bench lock messages docs notebooks clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## virtual environment and locked libraries (second time: nothing to do)
	@$(PYTHON) tools/setup.py

setup-test:
	@$(PYTHON) tools/setup.py --test

run: setup ## set up, load Quận 8, serve on http://127.0.0.1:$PORT and print a sign-in link
	@DIABAN_PORT=$(PORT) $(BIN)/flask --app app serve

demo: setup ## add an invented history, labelled DỮ LIỆU MẪU on every page; `flask --app app demo remove` takes it out
	@$(BIN)/flask --app app demo load

# Tracing every line takes a third of the time again: a build machine takes it, somebody who waits does not have to.
COVERAGE := $(if $(CI),-p tests.floors --cov --cov-report=)

# Each worker begins with its own half, so that what a module of tests shares is made once; who is done helps the other.
test: setup-test test-js ## all tests; with CI=true every screen is looked at, a skip fails, and each storey has a coverage floor
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(COVERAGE)

test-js: setup-test ## the tests of the browser modules alone
	@$(BIN)/python tools/javascript.py test

check: setup-test ## style, types, architecture, templates, scripts, docs, texts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --quiet --lint webmap/templates
	@$(BIN)/python tools/javascript.py check
	@$(BIN)/python -m tools.document --check
	@$(BIN)/python -m tools.messages --check

bench: setup-test ## figures of speed and memory, as ratios in one run
	@$(BIN)/python -m tests.bench

lock: setup-test ## renew requirements*.txt and package-lock.json within pyproject.toml and package.json
	@$(LOCK) --upgrade pyproject.toml -o requirements.txt
	@$(LOCK) --upgrade pyproject.toml --extra test -c requirements.txt -o requirements-dev.txt
	@$(LOCK) --upgrade --group node -o requirements-node.txt
	@$(BIN)/python tools/javascript.py lock

messages: setup-test ## add missing texts to the catalogues, sort them, report what is unused
	@$(BIN)/python -m tools.messages

docs: setup-test ## write the pages of docs/ that come from the code
	@$(BIN)/python -m tools.document

notebooks: setup-test ## execute the notebooks
	@$(BIN)/python -m tools.notebooks

clean: ## remove what can be made again (never ./data)
	rm -rf .venv node_modules build .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +
