# Sótano 2. `make help` lists what there is.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# SwiftPM compiles some packages anew whenever the environment differs, so it sees neither what make adds to it nor what
# differs from one terminal to the next.
PASSING := MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES MAKE_TERMERR MAKE_TERMOUT REQUESTS FLIPS DIR SAMPLE ARGS XDG_STATE_HOME TERM COLORTERM \
  COLUMNS LINES OLDPWD SHLVL TMUX TMUX_PANE STY WINDOWID SSH_TTY SSH_CLIENT SSH_CONNECTION XDG_SESSION_ID XDG_RUNTIME_DIR
SWIFT ?= env $(addprefix -u ,$(PASSING)) swift
BIN := .build/release
DIR ?= $(if $(XDG_STATE_HOME),$(XDG_STATE_HOME),$(HOME)/.local/state)/sotano
VENV := .build/venv
RAY := .build/ray
SECONDS_EACH ?= 60
PREFIX ?= /usr/local
FAULTS ?= 300
REQUESTS ?= 100000
FLIPS ?= 10000
MINUTES ?= 60
export SOTANO_SHARED ?= $(abspath ../shared)

.PHONY: help deps build run down test counts golden lint tests-build bench sample fuzz fuzz-seeds asan tsan crash-images simulate
.PHONY: install check-units chaos bit-flips extremes soak ray-test clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

deps: ## install the Debian packages that are missing (as root)
	@deploy/install-packages

build: deps ## build everything for use (release)
	@$(SWIFT) build -c release --static-swift-stdlib

run: build ## start the whole stack under the supervisor and watch it (SAMPLE=1: a real year of hourly bars; Ctrl-C leaves it running)
	@$(if $(SAMPLE),deploy/sample/fetch.sh,true)
	@if [ -t 1 ]; then watch=--watch; else watch=; fi
	@exec $(BIN)/sotano up --dir '$(DIR)' $(if $(SAMPLE),--sample --pace 3600,--pace 60) $$watch $(ARGS)

down: ## stop the stack that `make run` started
	@$(BIN)/sotano down --dir '$(DIR)'

lint: ## check the formatting of all Swift files
	@$(SWIFT) format lint --strict -r -p Sources Tests Benchmarks Package.swift

$(VENV)/ready: examples/requirements.txt
	@python3 -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check -r examples/requirements.txt
	@touch $@

tests-build: build
	@$(SWIFT) build --build-tests

test: build tests-build lint $(VENV)/ready ## run every test, set-up included
	@export SOTANO_BIN="$$(pwd)/$(BIN)" SOTANO_PYTHON="$$(pwd)/$(VENV)/bin/python"
	@# Real processes in real time come first on the machine. What waits for no clock takes what they leave: the unit suites
	@# and then the runs in lockstep. Both are waited for.
	@setsid nice -n 19 bash -c '$(SWIFT) test --skip-build --ignore-lock --skip "^ProcessTests[.]"; unit=$$?
	@  $(SWIFT) test --skip-build --ignore-lock --filter "^ProcessTests[.]LockstepRuns" && exit $$unit' >.build/unclocked.log 2>&1 & unclocked=$$!
	@trap 'kill -- -$$unclocked 2>/dev/null || true' EXIT
	@$(SWIFT) test --skip-build --ignore-lock --filter '^ProcessTests[.]' --skip '^ProcessTests[.]LockstepRuns' && ended=0 || ended=$$?
	@wait $$unclocked || ended=$$?
	@cat .build/unclocked.log
	@exit $$ended

counts: ## count what the house's order is measured by: tables, twins, files, lines, open fields (ARGS=--list names them)
	@Tests/counts $(ARGS)

golden: tests-build ## write the texts that people read anew: help, status, params, changes, explain; look at the diff
	@SOTANO_GOLDEN=rewrite $(SWIFT) test --skip-build --filter '^SotanoTests[.]GoldenTests'
	@git status --short Tests/SotanoTests/Golden

SEEDS ?= 10000

simulate: build ## run the fault simulator: SEEDS=10000 seeds of 24 market hours, then the planted bugs
	@$(BIN)/sotano simulate --seeds $(SEEDS) --hours 24
	@$(BIN)/sotano simulate --planted

fuzz: deps ## fuzz every decoder under libFuzzer, SECONDS_EACH=60, from the committed corpus
	@Tests/Fuzz/run $(SECONDS_EACH)

fuzz-seeds: deps ## write the committed corpus anew, after a change of the wire format or the settings
	@FUZZ_SEEDS=Tests/Fuzz/corpus Tests/Fuzz/run

asan: build ## run the tests under the address sanitizer
	@Tests/sanitize address

tsan: build ## run the tests under the thread sanitizer
	@Tests/sanitize thread

crash-images: tests-build ## cut the power at every write of a journal: 20,000 images of the disk
	@SOTANO_CRASH_IMAGES=20000 $(SWIFT) test --skip-build --filter '^CrashImageTests[.]'

install: build ## install under PREFIX (/usr/local): command, processes, systemd units; as root also the user
	@deploy/install '$(PREFIX)' '$(DESTDIR)'

check-units: ## let systemd judge the units
	@deploy/systemd/check

chaos: build ## strike a real stack FAULTS times (300) and let the venue's log judge
	@PYTHONDONTWRITEBYTECODE=1 deploy/chaos/chaos.py --count $(FAULTS) $(ARGS)

bit-flips: build tests-build ## flip one bit at FLIPS (10000) random places of every durable file of a real run
	@SOTANO_BIN="$$(pwd)/$(BIN)" SOTANO_BITFLIPS=$(FLIPS) $(SWIFT) test --skip-build --filter '^ProcessTests[.]RealProcesses.Row83'

extremes: build tests-build ## send REQUESTS (100000) extreme requests to a running stack, of which no process may die
	@SOTANO_BIN="$$(pwd)/$(BIN)" SOTANO_EXTREMES=$(REQUESTS) $(SWIFT) test --skip-build --filter '^ProcessTests[.]RealProcesses.Row32'

soak: build ## watch a stack for MINUTES (60): memory, descriptors, journal logs, drawn over time
	@PYTHONDONTWRITEBYTECODE=1 deploy/chaos/soak.py --minutes $(MINUTES) $(ARGS)
bench: deps ## measure speed, latencies and memory, where there is one against plain C in one run; writes .build/bench.json
	@Benchmarks/run

$(RAY)/ready: deploy/ray/requirements.txt
	@python3 -m venv $(RAY)
	@$(RAY)/bin/pip install --quiet --disable-pip-version-check -r deploy/ray/requirements.txt
	@touch $@

ray-test: build tests-build $(RAY)/ready ## judge files over a local Ray cluster, kill a worker, compare with one process
	@export SOTANO_BIN="$$(pwd)/$(BIN)" SOTANO_RAY_PYTHON="$$(pwd)/$(RAY)/bin/python"
	@$(SWIFT) test --skip-build --filter '^ProcessTests[.]RayTests'

sample: ## fetch a real year of hourly EURUSD into the cache
	@deploy/sample/fetch.sh

clean: ## remove what was built
	@rm -rf .build
