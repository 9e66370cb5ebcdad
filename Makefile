# The commands of the hub. Everything is installed into this folder (.venv, node_modules, .cache).
PYTHON ?= python3
BIN := .venv/bin
# the engines in which `make test` tries what depends on the engine
export BROWSERS ?= chromium firefox webkit
export PYTHONPATH := src
export NO_MKDOCS_2_WARNING := 1

# mutants: how many small faults the cases notice; roles: the verdicts that do not decide
.PHONY: serve site test check lint fuzz mutants contradictions roles bench successor wheel api lock install serving browsers clean

serve: serving  ## the whole site on http://127.0.0.1:8000
	@$(BIN)/python -m hub serve

site: serving  ## the whole site in site/
	@$(BIN)/python -m hub build

test: install browsers  ## everything: style, types, unit, cases, properties, browser
	@$(BIN)/python -m tests.whole_site &
	@$(MAKE) --no-print-directory lint
	$(call tried,not browser,-n 2 --dist loadfile)
	$(call tried,browser,-n 3 --dist worksteal --ignore tests/engines)
	$(call tried,browser,-n 3 --dist loadfile tests/engines)

# The site is built while style and types are looked at: the tests that need it wait for it.
# Processes share the machine (three with a browser, which waits a lot; the visits with the engines one each): what fails,
# or was ended because it hung, is named, tried again alone, and must pass
define tried
$(BIN)/python -m pytest $(2) -m "$(1)" --durations=10 || $(BIN)/python -m pytest -m "$(1)" --last-failed --last-failed-no-failures none
endef

check: install lint  ## the fast part, for daily work
	$(BIN)/python -m pytest -n 2 -m "not browser and not slow"

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src/ai_calc
	$(BIN)/mypy calculators hub
	PYTHONPATH=src:. $(BIN)/lint-imports --no-cache --no-logo
	node_modules/.bin/biome lint --error-on-warnings
	node_modules/.bin/tsc -p tsconfig.json
	node_modules/.bin/tsc -p tsconfig.workers.json

fuzz: install  ## a million hostile texts, links, files and tables against everything that reads them
	$(BIN)/python -W ignore -m tests.fuzz --inputs 1000000

mutants: install  ## how many of 300 small faults in the calculators the worked cases notice (a measure, no test)
	$(BIN)/python -m tests.mutants

contradictions: install  ## how many results in 10 000 disagree with themselves, over worked cases changed one fact at a time
	$(BIN)/python -m tests.contradictions

roles: install  ## every verdict that does not decide, with its rules
	@$(BIN)/python -m tests.roles

bench: install browsers  ## speeds and sizes, as ratios against a peer in the same run, and against the version before
	$(BIN)/python -m hub.bench

successor: serving build/successor/.installed  ## the pages by ProperDocs (GENERATOR=zensical: Zensical), against those of MkDocs
	@$(BIN)/python -m hub successor $(GENERATOR)

wheel: install  ## the package alone, for whoever uses it from Python, in dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

api: install  ## the reference of the package, from its docstrings, in build/api/
	$(BIN)/pdoc ai_calc --docformat restructuredtext --output-directory build/api

lock: install  ## pins again after a change of requirements/*.in
	for name in serve dev lab successor; do $(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/$$name.in -o requirements/$$name.lock; done
	for name in browser lab-browser bench; do $(BIN)/uv pip compile -q --no-deps --generate-hashes --no-header --no-annotate --python-version 3.14 requirements/$$name.in -o requirements/$$name.lock; done
	npm install --silent --package-lock-only
	cd requirements/node && npm install --silent --package-lock-only --ignore-scripts

install: .venv/.installed node_modules/.installed  ## what testing takes, and with it what serving takes
serving: .venv/.serving node_modules/.installed    ## what serving takes

.venv/.serving: requirements/serve.lock pyproject.toml
	$(call packages,serve)
	@touch $@

.venv/.installed: requirements/dev.lock pyproject.toml
	$(call packages,dev)
	@touch .venv/.serving $@

build/successor/.installed: requirements/successor.lock
	@echo "install: the generators that may follow MkDocs (build/successor/venv)"
	@test -x build/successor/venv/bin/python || $(PYTHON) -m venv build/successor/venv
	@build/successor/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

define packages
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
@echo "install: Python packages (.venv)"
@test -x $(BIN)/python || $(PYTHON) -m venv .venv
@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(1).lock
@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

node_modules/.installed: package-lock.json
	@node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { echo "Node 20 or newer is needed"; exit 1; }
	@echo "install: Node packages (node_modules)"
	@npm ci --silent --no-audit --no-fund
	@touch $@

browsers:
	@scripts/browsers chromium $(BROWSERS)

clean:
	rm -rf site build .cache .venv node_modules
