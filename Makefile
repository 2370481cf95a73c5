# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.

SWIFT ?= swift
PREFIX ?= /usr/local
PACKAGES := libicu-dev liblapacke-dev
DRAGOMAN := .build/release/dragoman
DEMO := checkpoints/eng-fra
CORPUS := corpora/eng-fra
# Large batches, no dropout and small embeddings at first: words of one kind come and stay together.
DEMO_SETTINGS := --embedding-size 128 --hidden-size 256 --layers 1 --dropout 0 \
  --batch-size 512 --learning-rate 0.005 --epochs 7 --reverse-source --embedding-deviation 0.02
# Arguments of Benchmarks/benchmark.py.
BENCH ?=

.PHONY: help packages build demo test bench bench-kernels bench-scaling instructions lint format mutants install clean

help:
	@echo "make demo           train on corpora/eng-fra, translate, evaluate, plot the embeddings"
	@echo "make test           build and run all tests"
	@echo "make build          build .build/release/dragoman"
	@echo "make bench          measure against PyTorch"
	@echo "make bench-kernels  time each kernel and each matrix product of the model"
	@echo "make bench-scaling  training speed by threads, sizes, batch and length"
	@echo "make instructions   count the kernels' instructions, compare with the committed figures"
	@echo "make lint           check the format, the imports, and what git tracks"
	@echo "make format         format the sources in place"
	@echo "make mutants        plant faults in a copy and list those that no test catches; takes hours"
	@echo "make install        install to PREFIX ($(PREFIX)): binary, completions, man page"

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

# Every step shows its command, so that it can be repeated by hand.
demo: build
	@echo; echo "1. Train: English to French, about two minutes on two cores."; echo
	$(DRAGOMAN) train --pairs $(CORPUS)/train.tsv --dev-pairs $(CORPUS)/dev.tsv \
	  --source-language en --target-language fr --checkpoint $(DEMO) --overwrite \
	  $(DEMO_SETTINGS)
	@echo; echo "2. Translate standard input."; echo
	printf '%s\n' "My sister is a doctor." "Do you like cheese?" "My brother lives in Italy." \
	  "It will rain on Monday." "It is cold in the kitchen." | $(DRAGOMAN) translate $(DEMO)
	@echo; echo "3. Evaluate on sentences that training has not seen."; echo
	$(DRAGOMAN) evaluate $(DEMO) --pairs $(CORPUS)/test.tsv
	@echo; echo "4. Look at what the embeddings learned."; echo
	$(DRAGOMAN) embeddings neighbors $(DEMO) --side target --count 5 lundi
	$(DRAGOMAN) embeddings pca $(DEMO) --side target --components 2 \
	  --words $(CORPUS)/groups.fr.tsv --output $(DEMO)/pca.tsv --plot $(DEMO)/pca.html
	@echo; \
	echo "The checkpoint is in $(DEMO): 'cat $(DEMO)/metrics.jsonl' shows how it learned."; \
	echo "The table of the embeddings is $(DEMO)/pca.tsv; open $(DEMO)/pca.html in a browser."; \
	echo "Next:"; \
	echo "  $(DRAGOMAN) translate $(DEMO)        # type a sentence; Ctrl-D ends"; \
	echo "  $(DRAGOMAN) train --help             # then train on text of your own"

test: packages
	$(SWIFT) test

# Arguments of Benchmarks/benchmark.py go into BENCH: make bench BENCH="--rounds 3"
bench: build
	$(SWIFT) build -c release --product matrix-peak
	$(SWIFT) build -c release --product step-bench
	Benchmarks/run.sh $(BENCH)

# The threads of the matrix products go into THREADS: make bench-kernels THREADS=4
bench-kernels: packages
	$(SWIFT) build -c release --product kernel-bench
	.build/release/kernel-bench $(THREADS)

# Curves of the training speed; arguments of step-bench go into SCALING: make bench-scaling SCALING="--threads 8"
SCALING ?=
bench-scaling: packages
	$(SWIFT) build -c release --product step-bench
	.build/release/step-bench scaling $(SCALING)

# Needs valgrind.
instructions: packages
	$(SWIFT) build -c release --product kernel-bench
	Benchmarks/instructions.py compare

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks
	SWIFT="$(SWIFT)" .ci/imports
	.ci/tracked

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

# Arguments of Tests/mutants.py go into MUTANTS: make mutants MUTANTS="--room Files --count 10"
MUTANTS ?=
mutants: packages
	SWIFT="$(SWIFT)" Tests/mutants.py $(MUTANTS)

# The installed binary carries Swift's libraries in it.
install: packages
	$(SWIFT) build -c release --product dragoman --static-swift-stdlib -Xlinker -s --scratch-path .build-install
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 .build-install/release/dragoman "$(DESTDIR)$(PREFIX)/bin/dragoman"
	$(SWIFT) package --allow-writing-to-package-directory generate-manual
	install -m 644 .build/plugins/GenerateManual/outputs/dragoman/dragoman.1 \
	  "$(DESTDIR)$(PREFIX)/share/man/man1/dragoman.1"
	.build-install/release/dragoman --generate-completion-script bash \
	  > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/dragoman"
	.build-install/release/dragoman --generate-completion-script zsh \
	  > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_dragoman"
	.build-install/release/dragoman --generate-completion-script fish \
	  > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/dragoman.fish"

clean:
	rm -rf .build .build-install
