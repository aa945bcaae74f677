# Two commands do everything on a fresh machine: `make run` and `make test`.

UV_VERSION := 0.9.0
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

.PHONY: run test check bench clean

run: $(UV)  ## the whole job on the sample customers
	$(UV) run --locked --no-dev main.py demo --out demo

test: $(UV)  ## every test
	$(UV) run --locked pytest

check: $(UV)  ## lint, format and strict types
	$(UV) run --locked ruff check
	$(UV) run --locked ruff format --check
	$(UV) run --locked mypy

bench: $(UV)  ## the figures of the README; Adult needs its folder: make bench ADULT=FOLDER
	$(UV) run --locked python -m benchmarks.importing
	$(UV) run --locked python -m benchmarks.partition $(if $(ADULT),--adult $(ADULT))
	$(UV) run --locked python -m benchmarks.editing
	$(UV) run --locked python -m benchmarks.store

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=$(UV_VERSION)'

clean:
	rm -rf .tools .venv demo dist build
