# Everything happens inside this folder: the environment in .venv, every cache in .cache.
# Needs python3 (3.11 or newer, with venv), make and the package registries. Nothing else, nothing outside.

PYTHON ?= python3
# Two processes by default: the suite is bound by start-ups, and two cores are what small machines have.
JOBS   ?= 2
BIN    := .venv/bin
NODE   := .cache/node
YAML_LANGUAGE_SERVER := yaml-language-server@1.25.0

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_CACHE_DIR = $(CURDIR)/.cache/pip
export MYPY_CACHE_DIR = .cache/mypy
export RUFF_CACHE_DIR = .cache/ruff

.PHONY: help demo test check bench docs format constraints clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    set up, then validate, plan, apply and plan again on the local sandbox"
	@echo "make test    set up with the development tools, then run every test"
	@echo "make check   lint, format, types, import layers, house numbers"
	@echo "make docs    the pages of docs/ that are made from the program"
	@echo "make bench   the numbers that the project promises, as ratios of one run"
	@echo "make clean   remove the environment and the caches (not .mktctl, where state lives)"

demo: .venv/.ready
	@if [ -t 1 ]; then bold=$$(printf '\033[1m'); plain=$$(printf '\033[0m'); fi; \
	for line in "sandbox reset --yes" validate plan "apply --yes" "sandbox draw flow/back-in-stock" \
		"adopt flow/back-in-stock" "apply --yes" plan; do \
		printf '\n%s$$ mktctl %s%s\n' "$$bold" "$$line" "$$plain"; \
		$(BIN)/mktctl $$line || { code=$$?; [ $$code -eq 8 ] || exit $$code; \
			echo "(exit 8: one flow is left to a person. Here \"sandbox draw\" is that person.)"; }; \
	done
	@echo
	@echo "Where to look next:"
	@echo "  source .venv/bin/activate                then: mktctl --help"
	@echo "  flows/ segments/ templates/ campaigns/   what was just applied; change a subject and run: mktctl plan"
	@echo "  mktctl show flow/cart-recovery           one of them, resolved: what happens when"
	@echo "  mktctl explain flow.steps.wait           what a key means, in the terminal"
	@echo "  README.md                                a tour in five minutes"

test: .venv/.ready-dev $(NODE)/.tried
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST_ARGS)

check: .venv/.ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_tidy.py

format: .venv/.ready-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/.ready-dev
	$(BIN)/python -m pytest -q tests/views/test_diagnostics_markdown.py --update-docs

bench: .venv/.ready-dev
	$(BIN)/python -m bench

# The stamp is older than what it was made from: set-up runs once, and again when either file changes.
.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "mktctl needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@echo "Setting up .venv (once; some twenty seconds) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --upgrade -c constraints.txt pip setuptools hatchling
	@$(BIN)/python -m pip install -q --no-build-isolation -c constraints.txt -e .
	@touch $@

.venv/.ready-dev: .venv/.ready
	@echo "Adding the development tools …"
	@$(BIN)/python -m pip install -q -c constraints.txt --group dev
	@touch $@

# The editor's own language server, for the one test that drives it. Without npm that test says so and skips.
$(NODE)/.tried: Makefile
	@mkdir -p $(NODE)
	@if command -v npm >/dev/null 2>&1; then \
		echo "npm install $(YAML_LANGUAGE_SERVER)"; \
		npm install --silent --no-fund --no-audit --ignore-scripts --cache .cache/npm --prefix $(NODE) $(YAML_LANGUAGE_SERVER); \
	else \
		echo "npm is not here: the test of the editor's language server will be skipped"; \
	fi
	@touch $@

# Resolve anew, from the bounds in pyproject.toml alone, in an environment of its own.
constraints:
	rm -rf .cache/fresh
	$(PYTHON) -m venv .cache/fresh
	.cache/fresh/bin/python -m pip install -q --upgrade pip setuptools hatchling
	.cache/fresh/bin/python -m pip install -q --no-build-isolation -e . --group dev
	{ echo "# Exact versions for a reproducible set-up, all platforms of Python >= 3.11. Regenerate: make constraints"; \
	  .cache/fresh/bin/python -m pip freeze --all --exclude-editable; } > .cache/constraints.txt
	rm -rf .cache/fresh
	mv .cache/constraints.txt constraints.txt

clean:
	rm -rf .venv .cache build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
