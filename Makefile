# Two commands do everything on a fresh machine: `make run` and `make test`. `make package` builds what needs no Python.

UV_VERSION := 0.9.0
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
# Once, where packages are installed: the child that reads a file writes nothing, and would compile its engine each time.
export UV_COMPILE_BYTECODE := 1

RUN := $(UV) run --locked --no-dev
DEV := $(UV) run --locked
FREEZE := UV_PROJECT_ENVIRONMENT=build/env $(UV) run --locked --no-dev --group package
QT_LIBRARIES := libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0

.PHONY: run test faults check pictures bench package try-package install clean

run: $(UV)  ## the window; where there is no display, the whole job on the sample customers, and pictures of the pages
	@$(call libraries,$(RUN))
	$(RUN) python -m planner.desktop.linguist compile
	@if [ "$$(uname)" = Linux ] && [ -z "$${DISPLAY}$${WAYLAND_DISPLAY}$${QT_QPA_PLATFORM}" ]; then \
		echo "There is no display here: the same job runs without a window, and leaves its files in ./demo."; \
		$(RUN) main.py demo --out demo && \
		{ $(RUN) main.py --pictures demo/pictures --workspace demo/workspace || [ $$? -eq 2 ]; }; \
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
	$(RUN) main.py --pictures docs/pictures

bench: $(UV)  ## the figures of the README; Adult needs its folder: make bench ADULT=FOLDER
	$(UV) run --locked python -m benchmarks.importing
	$(UV) run --locked python -m benchmarks.partition $(if $(ADULT),--adult $(ADULT))
	$(UV) run --locked python -m benchmarks.editing
	$(UV) run --locked python -m benchmarks.store
	$(UV) run --locked python -m benchmarks.desktop
	$(UV) run --locked python -m benchmarks.refusing
	[ ! -d dist/shoal ] || $(UV) run --locked python -m benchmarks.package

package: $(UV)  ## the application as a folder that needs no Python: dist/shoal
	@$(call libraries,$(FREEZE))
	@missing=$$($(FREEZE) python -m installer.needs) && [ -z "$$missing" ] || $(call add,$$missing)
	$(FREEZE) python -m PyInstaller installer.spec --noconfirm --log-level ERROR

FROZEN ?= dist/shoal
try-package: $(UV)  ## the tests of what `make package` has built
	SHOAL_FROZEN=$(FROZEN) $(DEV) pytest tests/package

PREFIX ?= $(HOME)/.local
install:  ## puts what `make package` has built among the applications of a Linux desktop
	rm -rf "$(PREFIX)/lib/shoal"
	mkdir -p "$(PREFIX)/lib" "$(PREFIX)/bin"
	cp -R dist/shoal "$(PREFIX)/lib/shoal"
	ln -sf ../lib/shoal/shoal "$(PREFIX)/bin/shoal"
	cp -R dist/shoal/share "$(PREFIX)/"

# Adds the system libraries that Qt needs where this may be done, and names them where it may not.
define libraries
$(1) python -c '' && { $(1) python -c 'import PySide6.QtWidgets' 2>/dev/null || $(call add,$(QT_LIBRARIES)); }
endef

define add
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && apt-get install -qq --no-install-recommends $(1); \
else \
	echo "System packages are missing. On Debian or Ubuntu: sudo apt-get install $(1)"; \
fi
endef

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=$(UV_VERSION)'

clean:
	rm -rf .tools .venv demo dist build
