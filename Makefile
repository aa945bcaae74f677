# Two commands do everything on a fresh machine: `make run` and `make test`.

UV_VERSION := 0.9.0
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

RUN := $(UV) run --locked --no-dev
DEV := $(UV) run --locked
QT_LIBRARIES := libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0

.PHONY: run test faults check pictures bench clean

run: $(UV)  ## the window; where there is no display, the whole job on the sample customers, and pictures of the pages
	@$(call libraries,$(RUN))
	$(RUN) python -m planner.desktop.linguist compile
	@if [ "$$(uname)" = Linux ] && [ -z "$${DISPLAY}$${WAYLAND_DISPLAY}$${QT_QPA_PLATFORM}" ]; then \
		echo "There is no display here: the same job runs without a window, and leaves its files in ./demo."; \
		$(RUN) main.py demo --out demo && \
		{ $(RUN) python -m planner.desktop.pictures demo/pictures --workspace demo/workspace || [ $$? -eq 2 ]; }; \
	else \
		$(RUN) main.py; \
	fi

test: $(UV)  ## every test
	@$(call libraries,$(DEV))
	$(DEV) python -m planner.desktop.linguist compile
	$(DEV) pytest -n auto --dist worksteal

faults: $(UV)  ## every call of every operation struck by every fault (Linux, gcc), and each test that is too long for every change
	@$(call libraries,$(DEV))
	$(DEV) python -m tests.faults
	$(DEV) pytest -m long -n auto --dist worksteal

check: $(UV)  ## lint, format and strict types
	$(DEV) ruff check
	$(DEV) ruff format --check
	$(DEV) mypy

pictures: $(UV)  ## every page in light and dark, in docs/pictures
	@$(call libraries,$(RUN))
	$(RUN) python -m planner.desktop.linguist compile
	$(RUN) python -m planner.desktop.pictures docs/pictures

bench: $(UV)  ## the figures of the README; Adult needs its folder: make bench ADULT=FOLDER
	$(UV) run --locked python -m benchmarks.importing
	$(UV) run --locked python -m benchmarks.partition $(if $(ADULT),--adult $(ADULT))
	$(UV) run --locked python -m benchmarks.editing
	$(UV) run --locked python -m benchmarks.store
	$(UV) run --locked python -m benchmarks.desktop

# Adds the system libraries that Qt needs where this may be done, and names them where it may not.
define libraries
$(1) python -c '' && { $(1) python -c 'import PySide6.QtWidgets' 2>/dev/null || \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && apt-get install -qq --no-install-recommends $(QT_LIBRARIES); \
else \
	echo "Qt needs system libraries. On Debian or Ubuntu: sudo apt-get install $(QT_LIBRARIES)"; \
fi; }
endef

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=$(UV_VERSION)'

clean:
	rm -rf .tools .venv demo dist build
