# Start with `make demo` and `make test`; `make help` lists the other targets.

SWIFT ?= swift
PREFIX ?= /usr/local
PACKAGES := libicu-dev liblapacke-dev
DRAGOMAN := .build/release/dragoman
DEMO := checkpoints/eng-fra
CORPUS := corpora/eng-fra
# Tied embeddings, no dropout and small initial embeddings, so that similar words end up close together.
# Weight decay, so that pairs of words such as father and mother have similar differences.
# float32 on every CPU, so that the translations are those in the README.
DEMO_SETTINGS := --embedding-size 256 --hidden-size 256 --layers 1 --tie-embeddings target --dropout 0 \
  --batch-size 256 --learning-rate 0.004 --schedule luong --epochs 9 --reverse-source \
  --embedding-deviation 0.02 --optimizer adamw --weight-decay 1 --precision float32
# The semantic fields on the map of the embeddings; all nineteen would crowd it.
MAP_FIELDS := (number|profession|food|month|colour|capital|animal|nationality)
# The arguments of Benchmarks/benchmark.py.
BENCH ?=

.PHONY: help packages build demo lectures build-tests test serve bench bench-kernels bench-scaling bench-lines instructions lint format mutants install clean

help:
	@echo "make demo           train on corpora/eng-fra, translate, evaluate, plot the embeddings, write a report"
	@echo "make lectures       run the experiments of courses and write lectures/report.html; about half an hour"
	@echo "make test           build and run all tests"
	@echo "make serve          serve the demo's model over HTTP"
	@echo "make build          build .build/release/dragoman"
	@echo "make bench          compare the speed with PyTorch"
	@echo "make bench-kernels  time each kernel and each matrix product of the model"
	@echo "make bench-scaling  measure training speed by threads, sizes, batch and length"
	@echo "make bench-lines    measure tokenizing, subwords and scoring on difficult lines of 1 MiB"
	@echo "make instructions   count the kernels' instructions and compare with the committed counts"
	@echo "make lint           check format, imports, levels of modules and what git tracks"
	@echo "make format         format the sources in place"
	@echo "make mutants        plant faults in a copy and list those that no test catches; takes hours"
	@echo "make install        install to PREFIX ($(PREFIX)): binary, completions, man page"

# Installs the libraries that are missing, if any.
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

# Prints the command of every step, so that it can be repeated by hand.
demo: build
	@echo; echo "1. Train: English to French, two to three minutes on two cores."; echo
	$(DRAGOMAN) train --pairs $(CORPUS)/train.tsv --dev-pairs $(CORPUS)/dev.tsv \
	  --source-language en --target-language fr --checkpoint $(DEMO) --overwrite \
	  $(DEMO_SETTINGS)
	@echo; echo "2. Translate standard input."; echo
	printf '%s\n' "My sister is a doctor." "Do you like cheese?" "My brother lives in Italy." \
	  "It will rain on Monday." "It is cold in the kitchen." | $(DRAGOMAN) translate $(DEMO)
	@echo; echo "3. Evaluate on sentences that were not used in training."; echo
	$(DRAGOMAN) evaluate $(DEMO) --pairs $(CORPUS)/test.tsv
	@echo; echo "4. Inspect the embeddings."; echo
	$(DRAGOMAN) embeddings neighbors $(DEMO) --side target --count 5 lundi
	grep -E "$(MAP_FIELDS)$$" $(CORPUS)/groups.fr.tsv > $(DEMO)/fields.tsv
	$(DRAGOMAN) embeddings pca $(DEMO) --side target --components 2 --words $(DEMO)/fields.tsv \
	  --output $(DEMO)/pca.tsv --plot $(DEMO)/pca.html --zoom "mars avril juin"
	@echo; echo "5. Write a report about the model."; echo
	$(DRAGOMAN) report $(DEMO) --pairs $(CORPUS)/test.tsv --output $(DEMO)/report.html
	@echo; \
	echo "The checkpoint is in $(DEMO): 'cat $(DEMO)/metrics.jsonl' shows the history of training."; \
	echo "The table of embeddings is $(DEMO)/pca.tsv; open the plot $(DEMO)/pca.html in a browser."; \
	echo "The report is $(DEMO)/report.html."; \
	echo "'python3 $(CORPUS)/vectors.py $(DEMO)' measures the meaning in the vectors of words and phrases."; \
	echo "Next:"; \
	echo "  $(DRAGOMAN) translate $(DEMO)        # type sentences; end with Ctrl-D"; \
	echo "  $(DRAGOMAN) train translation --help # train on your own text"

# LECTURES holds the names of some lectures: make lectures LECTURES="temporal-order names"
LECTURES ?=
lectures: build
	DRAGOMAN=$(DRAGOMAN) lectures/run $(LECTURES)

# With optimization, tests take a seventh of the time. Preconditions and overflow checks stay.
TEST_FLAGS := -Xcc -O2 -Xswiftc -O
# The server is a package of its own. It shares the build folder, and so what is built already.
SERVER := --package-path Server --scratch-path .build
build-tests: packages
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	$(SWIFT) build $(SERVER) --build-tests $(TEST_FLAGS)

# TEST holds more arguments: make test TEST="--filter LayersTests"
TEST ?=
test: packages
	$(SWIFT) test $(TEST_FLAGS) $(TEST)
	$(SWIFT) test $(SERVER) $(TEST_FLAGS) $(TEST)

# Serves the demo's model: make serve SERVE="checkpoints/de-en --port 9000" serves another.
SERVE ?= $(DEMO)
serve: packages
	@[ "$(SERVE)" != "$(DEMO)" ] || [ -e $(DEMO)/config.json ] || $(MAKE) demo
	$(SWIFT) build $(SERVER) -c release --product dragoman-server
	.build/release/dragoman-server $(SERVE)

# BENCH holds the arguments of Benchmarks/benchmark.py: make bench BENCH="--rounds 3"
bench: build
	$(SWIFT) build -c release --product matrix-peak
	$(SWIFT) build -c release --product step-bench
	Benchmarks/run.sh $(BENCH)

# THREADS is the number of threads for matrix products: make bench-kernels THREADS=4
bench-kernels: packages
	$(SWIFT) build -c release --product kernel-bench
	.build/release/kernel-bench $(THREADS)

# SCALING holds the arguments of step-bench: make bench-scaling SCALING="--threads 8"
SCALING ?=
bench-scaling: packages
	$(SWIFT) build -c release --product step-bench
	.build/release/step-bench scaling $(SCALING)

bench-lines: build
	Benchmarks/lines.py $(DRAGOMAN)

# Requires valgrind.
instructions: packages
	$(SWIFT) build -c release --product kernel-bench
	Benchmarks/instructions.py compare

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks Server
	SWIFT="$(SWIFT)" .ci/imports
	SWIFT="$(SWIFT)" .ci/levels
	.ci/tracked

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks Server

# MUTANTS holds the arguments of Tests/mutants.py: make mutants MUTANTS="--module Files --count 10"
MUTANTS ?=
mutants: packages
	SWIFT="$(SWIFT)" Tests/mutants.py $(MUTANTS)

# Links Swift's libraries statically into the installed binary.
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
