# Sótano 2. `make help` lists what there is.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
BIN := .build/release
DIR ?= $(if $(XDG_STATE_HOME),$(XDG_STATE_HOME),$(HOME)/.local/state)/sotano
VENV := .build/venv
RAY := .build/ray
export SOTANO_SHARED ?= $(abspath ../shared)

.PHONY: help deps build run down test lint tests-build bench ray-test sample clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

deps: ## install the Debian packages that are missing (as root)
	@deploy/install-packages

build: deps ## build everything for use (release)
	@$(SWIFT) build -c release

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
	@$(SWIFT) test --skip-build --skip '^ProcessTests[.]'
	@# Real processes in real time have the machine to themselves.
	@$(SWIFT) test --skip-build --filter '^ProcessTests[.]'

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
