# Two commands: `make run` talks, `make test` proves. The rest is for contributors.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lock bench clean

run: .venv/run
	@$(BIN)/palabre run

test: .venv/dev
	$(BIN)/pytest -n 4 $(ARGS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/palabre check
	$(BIN)/python -m tests.proofreading

bench: .venv/dev
	$(BIN)/python -m benchmarks.requests $(ARGS)
	$(BIN)/python -m benchmarks.faq
	$(BIN)/python -m benchmarks.telegram $(ARGS)
	$(BIN)/python -m benchmarks.reminders $(ARGS)
	$(BIN)/python -m benchmarks.mail $(ARGS)

# What runs is what was tested: the versions of the second lock hold in the first.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt
	uv pip compile pyproject.toml -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.txt

clean:
	rm -rf .venv build dist *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q bot handlers scheduler community content drawing french
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r requirements-dev.txt
	@touch $@
