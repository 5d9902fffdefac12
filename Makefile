# Two commands: `make run` and `make test`. Each begins with `make setup`, which can be called alone.
PYTHON ?= python3
PORT ?= 8501
# Who may connect: this machine alone. HOST=0.0.0.0 opens the dashboard to the network.
HOST ?= 127.0.0.1
SCALE ?= F
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test lint types tests browser coverage bench calibration screenshots clean

# The facts that come with the software are loaded by whoever installs it, whatever the role of those who will use it.
INSTALLED := OBSERVATOIRE_ROLE= $(BIN)/python -m data

setup: $(VENV)/installed

$(VENV)/installed: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 setup"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@echo "Making the stores of the real facts and of the demonstration, once…"
	@$(INSTALLED) build >/dev/null
	@$(INSTALLED) demo >/dev/null
	@$(BIN)/python -m queries prepare >/dev/null
	@touch $@

run: setup
	$(INSTALLED) build
	$(INSTALLED) demo
	$(BIN)/python -m queries prepare
	$(BIN)/streamlit run dashboard/app.py --server.address $(HOST) --server.port $(PORT) --server.headless true

test: setup lint types tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

tests: setup browser
	$(BIN)/python -m pytest

# The browser that the tests drive: the one that is there, else Debian's or Ubuntu's, from their packages.
browser:
	@sh tests/install_browser.sh

# Which lines the tests run, and which they do not.
coverage: setup browser
	$(BIN)/python -m pytest --cov=geo --cov=data --cov=queries --cov=dashboard --cov-report=term-missing:skip-covered

# What each page costs, beside pandas: the real facts (F), or a demonstration (SCALE=S, M or L, made when it is not there).
# Then 1, 10 and 50 readers at once, and a change of year in Chromium; then, on the demonstration, a fiche saved and its
# page, a copy from nothing, a file of 5 000 lines, a dossier and a file of every commune.
bench: setup browser
	$(BIN)/python -m tests.tools.bench --scale $(SCALE)
	$(BIN)/python -m tests.tools.bench_sessions --scale $(SCALE)
	$(BIN)/python -m tests.tools.bench_browser --scale $(SCALE)
	$(BIN)/python -m tests.tools.bench_loop
	$(BIN)/python -m tests.tools.bench_intake
	$(BIN)/python -m tests.tools.bench_dossier

# False alarms where nothing changes (200 seeds) and changes found where some do: about twenty minutes on two cores.
calibration: setup
	$(BIN)/python -m tests.tools.calibration

# The picture of the README, made by the dashboard itself.
screenshots: setup browser
	$(BIN)/python -m tests.tools.screenshots

clean:
	rm -rf $(VENV) var dashboard/static/contours .mypy_cache .ruff_cache .pytest_cache
