# Two commands matter: `make run` talks to the bot, `make test` proves it. The rest serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# PyTorch's CPU wheels, for that one install: elsewhere plain `torch` brings gigabytes of CUDA. It is tried
# once; where it cannot be reached pip goes on without it. Another index, or none: make setup TORCH_INDEX=...
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
# Two processes of one thread each: on two cores, threads of two models would only wait for each other.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: setup run test test-all playground test-playground check bench clean

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cornerman needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing pinned dependencies into $(VENV) (a few minutes, once) ..."
	@$(PIP) install --constraint constraints.txt torch --retries 0 --timeout 10 $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
	@$(PIP) install --constraint constraints.txt --editable ".[postgres,test,check]"
	@touch $@

run: setup
	@$(BIN)/cornerman --config deploy/demo/cornerman.toml chat

test: setup
	@$(PYTEST) -m "not long" $(ARGS)

test-all: setup test-playground
	@$(PYTEST) $(ARGS)

# Conversations in Microsoft's Agents Playground, in a real browser; needs node 20 and, once, a way to install.
playground:
	@command -v chromium >/dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; }
	@test -d tests/playground/node_modules || npm --prefix tests/playground install --silent --no-audit --no-fund --no-package-lock

test-playground: setup playground
	@$(BIN)/python -m pytest tests/playground $(ARGS)

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: setup
	@$(BIN)/python -m tests.benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .cornerman
