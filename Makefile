# Everything a developer or a visitor does. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run test bench lint format translations lock ready-to-run ready-to-test catalogues
PYTHON := .venv/bin/python
CATALOGUES := $(wildcard auditapp/translations/*/LC_MESSAGES/messages.po)
TEMPLATE := auditapp/translations/messages.pot
LOCK := $(PYTHON) -m piptools compile --quiet --no-config --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --newline lf
export CUSTOM_COMPILE_COMMAND := make lock

help: ## List what there is to make
	@grep -E '^[a-z-]+:.*##' Makefile | awk -F ':.*## ' '{ printf "make %-13s %s\n", $$1, $$2 }'

setup: ready-to-test ## Install everything that running and testing needs; start nothing

run: ready-to-run ## Start the product with its demo on AUDITAPP_PORT (8000); Ctrl-C ends it
	@exec $(PYTHON) -m auditapp.serve

test: ready-to-test lint ## Check and test everything (TESTS=path… for some of the tests)
	@$(PYTHON) -m pytest --numprocesses 3 $(TESTS)

bench: ready-to-test ## Measure what has to be fast, each against a reference in the same run
	@$(PYTHON) -m pytest --numprocesses 0 --capture no --quiet tests/benchmarks/bench_*.py

lint: ready-to-test ## Style, types and the order of the layers
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

format: ready-to-test ## Put the Python code into shape
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

translations: ready-to-test ## Collect the texts of the code, bring the catalogues up to date, compile them
	@.venv/bin/pybabel --quiet extract --mapping-file babel.cfg --output-file $(TEMPLATE) --sort-by-file \
		--add-location file --omit-header --keyword lazy_gettext --keyword lazy_ngettext:1,2 .
	@.venv/bin/pybabel --quiet update --input-file $(TEMPLATE) --output-dir auditapp/translations \
		--omit-header --no-fuzzy-matching --ignore-obsolete
	@$(PYTHON) -m auditapp.translations.derive
	@$(MAKE) --silent --no-print-directory catalogues

lock: ready-to-test ## Write the lock files again from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(LOCK) $(ARGS) --output-file requirements.txt pyproject.toml
	@$(LOCK) $(ARGS) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

ready-to-run:
	@.ci/prepare run
	@$(MAKE) --silent --no-print-directory catalogues

ready-to-test:
	@.ci/prepare test
	@$(MAKE) --silent --no-print-directory catalogues

catalogues: $(CATALOGUES:.po=.mo)

# Headerless catalogues are taken for drafts by Babel, unless told otherwise; what is fuzzy fails a test.
%.mo: %.po
	@.venv/bin/pybabel --quiet compile --use-fuzzy --locale $(word 3,$(subst /, ,$<)) --input-file $< --output-file $@
