# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr/local
PACKAGES := libicu-dev libdnnl-dev liblapacke-dev
DRAGOMAN := .build/release/dragoman
DEMO := checkpoints/eng-fra
CORPUS := corpora/eng-fra

.PHONY: help packages build demo test bench lint format install clean

help:
	@echo "make demo      train on corpora/eng-fra, translate, evaluate, plot the embeddings"
	@echo "make test      build and run all tests"
	@echo "make build     build .build/release/dragoman"
	@echo "make bench     measure against PyTorch"
	@echo "make lint      check format and warnings"
	@echo "make format    format the sources in place"
	@echo "make install   install to PREFIX ($(PREFIX)): binary, completions, man page"

# Installs the libraries that are missing; does nothing where all are there.
packages:
	@missing=""; \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "Installing$$missing with apt-get."; \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >/dev/null; \
	fi
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.2 or later is needed: https://www.swift.org/install/linux/" >&2; exit 1; }

build: packages
	$(SWIFT) build -c release --product dragoman

test: packages
	$(SWIFT) test

# Arguments of Benchmarks/benchmark.py go into BENCH: make bench BENCH="--rounds 3"
bench: build
	$(SWIFT) build -c release --product matrix-peak
	Benchmarks/run.sh $(BENCH)

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

clean:
	rm -rf .build
