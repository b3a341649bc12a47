# make site   build the example site      make serve  watch it while you edit
# make test   lint, types, imports, tests make bench  the quality and speed tables (needs the corpora)
# make quick  lint, types, imports and the tests that start no program, in a minute: after each edit
# make nightly  the long forms of the tests, an hour and a half on two cores (needs LibreOffice); and known holes in the dependencies (asks the network)
# make dist   builds sdist and wheel, looks through them, and tries the wheel   make release VERSION=1.2.3  cuts the changelog, tags
# make mutants  changes of one line, or of a row of a table, that no test notices, half an hour
# make locked   installs the very versions of requirements-ci.txt   make lock  chooses them anew (needs uv)
.PHONY: site serve test quick nightly mutants locked lock licences bench dist release clean
.DELETE_ON_ERROR:

# Each of the programs that the tests start would else compile all of it again.
export PYTHONDONTWRITEBYTECODE :=

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

site: $(VENV)/.site
	@$(BIN)/storybrief build
	@$(BIN)/mkdocs build --strict --quiet
	@echo "The site is in site/. To read it: make serve, then open http://127.0.0.1:8000/"

serve: $(VENV)/.site
	@$(BIN)/mkdocs serve

test: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/storybrief build --check
	$(BIN)/pytest -n auto --dist loadgroup

quick: $(VENV)/.test
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > /dev/null
	@$(BIN)/pytest -n auto --dist loadgroup -m 'not slow'

nightly: $(VENV)/.test
	$(BIN)/pytest -n auto --dist loadgroup --hypothesis-profile=nightly
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[nightly]'
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement requirements-ci.txt

mutants: $(VENV)/.test
	$(BIN)/python -m benchmarks.mutants

licences: $(VENV)/.test
	$(BIN)/python tests/licences.py > LICENCES.md

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra test --no-annotate --no-header --no-emit-index-url pyproject.toml --output-file requirements-ci.txt
	echo 'setuptools>=77,<90' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --constraint requirements-ci.txt --extra documents pyproject.toml - --output-file src/storybrief/starter/libraries.txt

locked: | $(VENV)/bin/pip
	@echo "Installing the locked versions into $(VENV)/ …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-ci.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.site $(VENV)/.test

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks.seeds
	$(BIN)/python -m benchmarks.seeds_claims
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.who_said_what
	$(BIN)/python -m benchmarks.claims --aside
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.sort > benchmarks/sort.md
	$(BIN)/python -m benchmarks.site --stories 555 --peers --growth 5 20 80 320 --out benchmarks/site.md
	@cat benchmarks/about.md benchmarks/who_said_what.md benchmarks/keep.md benchmarks/claims.md benchmarks/quality.md benchmarks/reading.md benchmarks/sort.md benchmarks/site.md benchmarks/build.md benchmarks/mutants.md > benchmarks/README.md

dist: $(VENV)/.test
	rm -rf dist build
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[release]'
	$(BIN)/python -m build --quiet --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(PYTHON) -m venv build/clean
	build/clean/bin/pip install --quiet --disable-pip-version-check "$$(ls dist/*.whl)[documents]"
	build/clean/bin/storybrief new build/clean/site
	cp -R briefs/river-flood build/clean/site/briefs/
	build/clean/bin/storybrief build --site build/clean/site
	build/clean/bin/storybrief check --site build/clean/site
	build/clean/bin/storybrief export --all --to build/clean/out --site build/clean/site

release: $(VENV)/.test
	@$(BIN)/python tests/cut_release.py "$(VERSION)"

clean:
	rm -rf $(VENV) site build dist *.egg-info

$(VENV)/.site: pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the site needs into $(VENV)/ (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.site
	@echo "Installing what the tests need into $(VENV)/ (once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: install it, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version). Say where a newer one is: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's module venv is needed. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
