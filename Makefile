# Everything for work on cleaner. The first target that needs it makes a virtual environment in .venv; after that the
# set-up is redone only when pyproject.toml or the Rust sources change. Needs: make, Python 3.10 or newer with venv and
# pip, Rust 1.85 or newer (https://rustup.rs), and a C compiler.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo $$p; break; }; done)
JOBS   ?= 2
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
CORE   := native/Cargo.toml native/Cargo.lock native/build_backend.py $(shell find native/src -name '*.rs')
CARGO  := cargo
STRICT ?= -D warnings
AT     := --manifest-path native/Cargo.toml --locked

.DEFAULT_GOAL := help
.PHONY: help demo test lint types core unit test-faults test-hooks test-lowest test-engines bench-engines rules bench docs site shots clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

demo: .venv/ready  ## clean the five seed documents and show what went
	@$(BIN)/python seeds/demo.py

test: .venv/ready-dev  ## everything that must hold: lint, types, tests, the rules' own tests
	@$(MAKE) --no-print-directory --keep-going lint types core unit rules

lint: .venv/ready-dev  ## ruff: mistakes and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-dev  ## mypy, strict
	$(BIN)/mypy

core: .venv/ready-dev  ## the Rust part: layout, clippy, its own tests
	@command -v $(CARGO) >/dev/null || { echo 'this needs Rust 1.85 or newer: https://rustup.rs' >&2; exit 1; }
	$(CARGO) fmt --manifest-path native/Cargo.toml --check
	$(CARGO) clippy $(AT) --quiet --all-targets --features python -- $(STRICT)
	$(CARGO) test $(AT) --quiet

unit: .venv/ready-dev  ## pytest, also the examples in docstrings
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-faults: .venv/ready-dev  ## the slow tests of what can go wrong: processes killed, disks full, streams of gigabytes
	$(BIN)/python -m pytest -m slow tests/faults tests/security

test-hooks: .venv/ready-dev  ## the pre-commit hooks for real: environments installed from a clone of this repository
	@$(PIP) install 'pre-commit>=4'
	$(BIN)/python -m pytest -m slow tests/hooks

test-lowest: .venv-lowest/ready  ## the tests with the oldest libraries that pyproject.toml allows
	.venv-lowest/bin/python -m pytest -n $(JOBS) --dist worksteal

test-engines: .venv-engines/ready  ## the integrations on real engines: Spark, Ray, Slurm, datatrove, datasets, Scrapy, the examples (gigabytes)
	CLEANER_TEST_ENGINES=1 .venv-engines/bin/python -m pytest -rs --durations 0 --timeout 900 tests/engines

bench-engines: .venv-engines/ready  ## what each engine costs beside the command line (ten minutes), into docs/pipelines.md
	.venv-engines/bin/python -m benchmarks.pipelines --write

rules: .venv/ready-dev  ## check the rule files and run the tests inside them
	$(BIN)/cleaner rules lint
	$(BIN)/cleaner rules test

bench: .venv/ready-dev  ## quality on the seeds, against the floors; then speed, beside what everybody knows
	$(BIN)/python -m benchmarks.quality
	@$(PIP) install 'pip>=24'  # older ones fail where one package says html_clean and another html-clean
	@$(PIP) install -e '.[bench]'
	$(BIN)/python -m benchmarks.html
	$(BIN)/python -m benchmarks.speed

docs: .venv/ready-dev  ## write the generated pages of docs/ anew
	$(BIN)/python docs/generate.py
	$(BIN)/python native/licenses.py

site: .venv/ready-dev  ## the documentation as a site, in build/site; a warning is an error
	@$(PIP) install -e '.[docs]'
	$(BIN)/python docs/stage.py
	$(BIN)/zensical build --strict --clean

shots: .venv/ready-dev  ## pictures of the seeds' report in three widths and two themes, in build/shots (needs Chromium)
	@mkdir -p build
	$(BIN)/cleaner report -q seeds/00?_????????????????.txt -o build/report.html
	$(BIN)/python -m tests.browser build/report.html build/shots

clean:  ## remove what was built; .venv stays
	rm -rf build dist native/target .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

.venv/ready: pyproject.toml $(CORE)
	@test -n "$(PYTHON)" || { echo 'cleaner needs Python 3.10 or newer with venv and pip (Debian: apt install python3-venv);' \
		'say which one: make PYTHON=/path/to/python' >&2; exit 1; }
	@command -v $(CARGO) >/dev/null || echo 'cleaner needs Rust 1.85 or newer (https://rustup.rs), and none is here;' \
		'trying to bring one for this build alone ...' >&2
	@echo 'Setting up .venv with $(PYTHON) (once; the first build of the Rust part takes a minute) ...' >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install -e . || { echo 'The set-up failed. Are Rust 1.85 or newer (https://rustup.rs) and a C compiler here?' >&2; exit 1; }
	@touch $@

.venv/ready-dev: .venv/ready pyproject.toml
	@echo 'Adding the tools for tests to .venv (once) ...' >&2
	@$(PIP) install -e '.[dev]'
	@touch $@

.venv-engines/ready: pyproject.toml
	@echo 'Setting up .venv-engines with $(PYTHON) (once; some minutes) ...' >&2
	@test -x .venv-engines/bin/pip || $(PYTHON) -m venv --clear .venv-engines
	@.venv-engines/bin/python -m pip --disable-pip-version-check --quiet install -e '.[dev,engines]'
	@touch $@

.venv-lowest/ready: pyproject.toml $(CORE)
	@echo 'Setting up .venv-lowest with $(PYTHON) (once) ...' >&2
	@test -x .venv-lowest/bin/pip || $(PYTHON) -m venv --clear .venv-lowest
	@grep -oE '"[A-Za-z0-9_.-]+(\[[a-z0-9,]+\])?>=[0-9.]+' pyproject.toml | sed -E 's/^"//; s/\[.*\]//; s/>=/==/' > .venv-lowest/lowest.txt
	@.venv-lowest/bin/python -m pip --disable-pip-version-check --quiet install -e '.[dev]' -c .venv-lowest/lowest.txt
	@touch $@
