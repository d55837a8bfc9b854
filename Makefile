# Every target does its own set-up; stamps beside the environments make the second time cost seconds.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run lint check test test-all demo train evaluate bench soak screenshots lock setup test-setup needs ports
# What is missing is said before anything is downloaded.
.NOTPARALLEL:

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
DIALOGUE := assistant/dialogue
WEB := mobile_api/web
CHROMIUM ?= /usr/bin/chromium
export RASA_TELEMETRY_ENABLED := false
export TOKENIZERS_PARALLELISM := false

help:
	@echo "make run       set up, train if stale, start everything; PORT=8100 make run: a second one beside it, in var-8100/"
	@echo "make setup     both environments and the web clients' libraries, nothing else"
	@echo "make check     lint, types, imports, unit and contract tests · make test  those and the system · make test-all  everything"
	@echo "make demo      a Chinese and an English borrower from hello to a decision, on a throw-away database"
	@echo "make train     train what is stale · make evaluate  docs/scoreboard.md · make bench  docs/benchmarks.md"
	@echo "make soak      long fault and race runs · make screenshots  docs/images · make lock  compile the locks anew"

# Set-up

needs:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed on the PATH."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is needed (Debian: apt-get install python3-venv)."; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js with npm is needed on the PATH."; exit 1; }

.venv/.stamp: requirements.lock | needs
	@echo "== The root environment: about 1 GB to download where pip finds a CPU build of PyTorch, else about 4 GB"
	@echo "   (a CPU-only package index of your own can be named in PIP_EXTRA_INDEX_URL)."
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(PY) -m pip install --disable-pip-version-check $$(grep -oE 'torch==[0-9.]+' pyproject.toml)
	@touch $@

$(DIALOGUE)/.venv/.stamp: $(DIALOGUE)/uv.lock $(DIALOGUE)/.python-version .venv/.stamp
	@echo "== The dialogue environment (Rasa, Python 3.10): about 500 MB to download."
	.venv/bin/uv sync --directory $(DIALOGUE) --frozen
	@touch $@

$(WEB)/static/vendor/.stamp: $(WEB)/package-lock.json $(WEB)/vendor.mjs | needs
	@echo "== The web clients' libraries: about 15 MB to download."
	cd $(WEB) && npm ci --no-audit --no-fund && node vendor.mjs
	@touch $@

setup: .venv/.stamp $(DIALOGUE)/.venv/.stamp $(WEB)/static/vendor/.stamp

# The browser tests look at real pages, with Chinese letters in them; the last resort among the voices speaks in a test.
test-setup: setup
	@if [ ! -x "$(CHROMIUM)" ] || ! fc-list :lang=zh 2>/dev/null | grep -q . || ! command -v espeak-ng >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "== Chromium, Chinese fonts and espeak-ng by apt: about 200 MB to download."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fontconfig fonts-noto-cjk espeak-ng; \
		else \
			echo "The tests need Chromium, Chinese fonts and espeak-ng: sudo apt-get install chromium fontconfig fonts-noto-cjk espeak-ng"; exit 1; \
		fi; \
	fi

lock: .venv/.stamp
	$(PY) lock.py
	.venv/bin/uv lock --directory $(DIALOGUE)

# Models: each trainer skips what is current, by the hash of what it is made from.

train: setup
	$(PY) -m assistant.train
	$(PY) -m backend.scoring train
	$(PY) -m backend.help_centre prepare
	$(PY) -m recommender train

# Running

# Tried once. Speech goes on with what the package registry carries where the models can't be had.
var/speech-models/.tried: .venv/.stamp
	@mkdir -p $(@D)
	@echo "== Vosk models for Chinese and English: 85 MB to download."
	@$(PY) -m speech install zh en || echo "   Not to be had here: speech goes on with Whisper. To try again: $(PY) -m speech install zh en"
	@touch $@

# The service's own voices, with which the tests speak too. Their tests are left out, aloud, where they can't be had.
var/speech-models/.voices: .venv/.stamp
	@mkdir -p $(@D)
	@echo "== Speakers of the voices: 27 MB to download by npm."
	@$(PY) -m speech install voices && touch $@ || echo "   Not to be had here. To try again: $(PY) -m speech install voices"

# A second system beside the first: PORT=8100, with its data in var-8100/ or in VAR.
WHERE := $(if $(PORT),--port $(PORT)) $(if $(VAR),--var $(VAR))

ports: needs
	@$(PYTHON) -m runner.ports $(if $(PORT),--port $(PORT))

run: ports train var/speech-models/.tried
	$(PY) run.py $(WHERE)

demo: train
	$(PY) run.py --throw-away --quiet --then $(PY) -m assistant.demo

# Checking

lint: test-setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports

check: lint
	$(PY) -m pytest -n 2 tests/unit tests/contracts

# Two processes: the running system is in one of them, first; the rest is shared out by file.
PYTEST := $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# What failed is run once more by itself: a machine that stands still for seconds breaks a bound.
AGAIN := --last-failed --last-failed-no-failures none --maxfail 1

test: export TEST_EXAMPLES := few
test: MARKED := not slow and not soak
test-all: MARKED := not soak
test test-all: lint train var/speech-models/.voices
	$(PYTEST) -m '$(MARKED)' || { [ $$? = 1 ] && echo "== Once more, what failed:" && $(PY) -m pytest -m '$(MARKED)' $(AGAIN); }

evaluate: train
	$(PY) -m bench.scoreboard

bench: test-setup train var/speech-models/.voices
	$(PY) -m bench

soak: test-setup train var/speech-models/.voices
	$(PY) -m pytest -m soak -s --timeout=3600

screenshots: test-setup train
	$(PY) -m tests.screenshots
