# Every target installs what it needs on Debian 12 (as root) and can be run on its own.

.PHONY: build demo test test-bench test-browser screenshots test-rust test-php test-addon test-faults test-php84 test-valkey test-zts test-bare test-dist test-docs test-valgrind fuzz dist lint bench

TARGET ?= $(CURDIR)/target
EXTENSION := $(TARGET)/release/libvirtfusion_direct.so
PANEL := $(TARGET)/debug/panel
export CARGO_TARGET_DIR := $(TARGET)
export VIRTFUSION_EXTENSION := $(EXTENSION)
export VIRTFUSION_PANEL := $(PANEL)

# The extension: target/release/libvirtfusion_direct.so
build:
	tests/tools/setup.sh build
	cargo build --release --locked --package virtfusion_direct

# A shop with a dozen products before and after a recalculation.
demo:
	tests/tools/setup.sh demo
	cargo build --release --locked --quiet --package virtfusion_direct
	cargo build --locked --quiet --package virtfusion-panel
	php -d extension=$(EXTENSION) tests/doubles/whmcs/demo.php

# Everything. Ends with the runners' own closing lines.
test: lint test-rust test-php test-valgrind test-addon test-faults test-browser test-dist test-docs test-bench

# Rust, PHP and shell: form, types, and what may be built from. The command line's program has no suffix, by which phpcs and mago
# would find it.
STOCK := php/modules/addons/virtfusion_stock/bin/stock
lint:
	tests/tools/setup.sh lint
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --locked --manifest-path fuzz/Cargo.toml -- --deny warnings
	packaging/version.sh
	phpcs
	phpcs --stdin-path=$(CURDIR)/$(STOCK).php - <$(STOCK)
	shellcheck --severity=warning packaging/*.sh tests/tools/*.sh tests/dist/*.sh .ci/run
	cargo fetch --locked --quiet
	PATH="$$(tests/tools/tools.sh)/bin:$$PATH" && export PATH && mago analyze && mago analyze --stdin-input $(STOCK) <$(STOCK) && cargo deny --offline --locked check licenses bans sources

# The rules, the client and the simulated panel; needs no PHP but for the set-up.
test-rust:
	cargo test --locked --workspace --no-default-features

# The extension in PHP's own convention, and in many processes at once.
test-php: build
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/phpt.sh
	phpunit --configuration tests/php/processes/phpunit.xml

# The extension's tests in PHP once more, with valgrind watching: nothing is lost for good, and no memory is misused.
test-valgrind: build
	tests/tools/setup.sh valgrind
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/phpt.sh valgrind

# Looks for bodies and rows that the extension reads otherwise than a naive implementation, or that break it: FUZZ_SECONDS for each
# of package, page and row. The compiler's instrumentation is one of its unstable options, hence RUSTC_BOOTSTRAP. What is found
# lies in fuzz/artifacts, and belongs into fuzz/corpus, which make test-rust tries.
FUZZ_SECONDS ?= 60
fuzz:
	tests/tools/setup.sh build
	for target in package page row; do \
	    PATH="$$(tests/tools/tools.sh fuzz)/bin:$$PATH" RUSTC_BOOTSTRAP=1 && export PATH RUSTC_BOOTSTRAP && \
	    mkdir -p $(TARGET)/fuzz-corpus/$$target && \
	    cargo fuzz run $$target $(TARGET)/fuzz-corpus/$$target fuzz/corpus/$$target -- \
	        -max_total_time=$(FUZZ_SECONDS) -dict=fuzz/json.dict -max_len=8192 -timeout=10 -verbosity=0 -print_final_stats=1 || exit 1; \
	done

# The WHMCS side on a MariaDB of its own.
test-addon: build
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	phpunit --configuration tests/php/addon/phpunit.xml

# Every fault of the panel on every request, hanging name servers, and a panel that changes its health under load.
test-faults: build
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	phpunit --configuration tests/php/faults/phpunit.xml

# The admin page in a headless Chromium.
test-browser: browser
	node --test tests/browser/page.test.mjs

# The pictures in docs/screenshots.
screenshots: browser
	node tests/browser/screenshots.mjs docs/screenshots

.PHONY: browser
browser: build
	tests/tools/setup.sh browser
	cargo build --locked --quiet --package virtfusion-panel
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error

# The extension beside a plain PHP reference; prints figures and ratios, and writes the README's table. BENCH_ROUNDS sets how
# often each is measured.
# PARTS=end-to-end runs one part, and leaves the README as it is.
bench: build
	tests/tools/setup.sh bench
	cargo build --release --locked --quiet --package virtfusion-panel
	cargo bench --no-run --quiet --locked --no-default-features --bench arithmetic
	VIRTFUSION_PANEL=$(TARGET)/release/panel php benches/run.php $(PARTS)

# That the benchmarks still run, both sides reach the same quantities, and the last line is the verdict; nothing about time.
test-bench: build
	tests/tools/setup.sh bench
	cargo build --locked --quiet --package virtfusion-panel
	BENCH_ROUNDS=1 php benches/run.php end-to-end hits start-up web | tee $(TARGET)/bench.log
	tail -n 1 $(TARGET)/bench.log | grep -Eq '^[0-9]+ of [0-9]+ hold: '

# The extension in PHP and the WHMCS side on Debian 13's PHP 8.4 and Illuminate 10, in a chroot that debootstrap makes.
test-php84:
	tests/tools/chroot.sh trixie sh -c 'tests/tools/setup.sh test && make test-php test-addon test-valkey'

# The shared cache on Valkey in Redis's place, which Debian has from 13 on.
test-valkey: build
	tests/tools/setup.sh valkey
	cargo build --locked --quiet --package virtfusion-panel
	VIRTFUSION_REDIS=valkey phpunit --configuration tests/php/processes/phpunit.xml --filter Redis

# The extension on a thread-safe PHP, built from Debian's source package.
test-zts:
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	tests/tools/zts.sh

# The README from top to bottom on a bare Debian 12, in a chroot: make demo, make test, a release and its installer.
test-bare:
	tests/tools/chroot.sh --fresh bookworm tests/dist/bare.sh

# A release for the PHP in PATH, in dist/: the extension, the addon, an installer, checksums.
dist: build
	packaging/dist.sh $(EXTENSION) $(CURDIR)/dist

# The release unpacked and installed: into folders made for it, and into this machine's own PHP, unseen by anybody else.
test-dist: build
	tests/tools/setup.sh test
	cargo build --locked --quiet --package virtfusion-panel
	rm -rf $(TARGET)/test-dist
	packaging/dist.sh $(EXTENSION) $(TARGET)/test-dist
	tests/dist/run.sh $(TARGET)/test-dist/*.tar.gz
	TARGET=$(TARGET) tests/dist/phpize.sh

# Every command in the documentation is run, or tested elsewhere, or marked with what it needs.
test-docs: build
	php tests/docs/run.php
