#!/bin/sh
# Compiles the extension by `install.sh --build` from an unpacked release, for a PHP that the release is not for, and tries what may
# be missing. Crates that are already built in CARGO_TARGET_DIR are reused.
# usage: tests/dist/build.sh ARCHIVE
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
# shellcheck source=tests/dist/checks.sh
. "$here/tests/dist/checks.sh"
tar -C "$work" -xzf "$1"
release=$(echo "$work"/virtfusion-stock-*)
# The release says that it is for another PHP, and its library is that PHP's.
sed -i 's/^php=.*/php=7.9/; s/^build=.*/build=API20990101,NTS/; s/^debug=.*/debug=yes/' "$release/release"
head -c 100 "$release/virtfusion_direct.so" >"$release/so" && mv "$release/so" "$release/virtfusion_direct.so"
(cd "$release" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
php=$(command -v php)
mkdir "$work/ext" "$work/ini"
state_of_everything() { find "$work/ext" "$work/ini" -type f; find "$release" -name '*.so' -exec cksum {} +; }
# rustup finds its toolchains in HOME by default.
export RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}"
install() { PATH="$path" HOME="$work" SUDO_USER='' "$release/install.sh" --php "$program" --ext-dir "$work/ext" --ini-dir "$work/ini" --state-dir "$work/state" "$@"; }

# A PATH that lacks a program, or has another one in front.
programs() { # NAME: a folder with links to all programs of the system, to remove some from
    mkdir "$work/$1"
    ln -s /usr/bin/* "$work/$1/"
    rm -f "$work/$1/cargo" "$work/$1/rustc"
    ln -s "$(command -v cargo)" "$(command -v rustc)" "$work/$1/"
}
program=$php path=$PATH
refuses 'a PHP that the release is not for' 'or compile the extension with --build' install
refuses '--build with another action' 'belongs to an installation' install --build --check
programs no-cargo
rm "$work/no-cargo/cargo" && path=$work/no-cargo
refuses 'no cargo' 'cargo was not found; install Rust [0-9.]+ or later' install --build
programs old-rust
rm "$work/old-rust/rustc" && printf '#!/bin/sh\necho "rustc 1.63.0 (4b91a6ea7 2022-08-08)"\n' >"$work/old-rust/rustc" && chmod 755 "$work/old-rust/rustc"
path=$work/old-rust
refuses 'an old Rust' 'rustc 1\.63\.0 .* is too old; the extension needs Rust [0-9.]+ or later' install --build
programs no-clang
rm -f "$work/no-clang"/clang* && path=$work/no-clang
refuses 'no clang' 'clang was not found.*apt-get install clang libclang-dev' install --build
path=$PATH
mkdir -p "$work/bare" "$work/include/main"
printf '#!/bin/sh\nexec %s "$@"\n' "$php" >"$work/bare/php" && chmod 755 "$work/bare/php"
program=$work/bare/php
refuses 'no php-config' 'php-config was not found beside .*: they are in php[0-9.]+-dev' install --build
printf '#!/bin/sh\necho %s\n' "$work/include" >"$work/bare/php-config" && chmod 755 "$work/bare/php-config"
refuses 'no headers' 'has no PHP headers; they are in php[0-9.]+-dev \(Debian\) or php-devel' install --build
echo '#define PHP_API_VERSION 20990101' >"$work/include/main/php.h"
refuses 'the headers of another PHP' 'has the headers of API 20990101, and .* is API' install --build
program=$php
export RUSTC_WRAPPER=false
refuses 'a compiler that fails' 'could not compile the extension; its messages are in .*/built/log' install --build
unset RUSTC_WRAPPER

is 'an installation that compiles' install --build
shows '^build: +[0-9]+ crates begun, of at most [0-9]+; [0-9]+ s$'
shows "^build: +$release/built/API"
is 'PHP loads what was compiled' env PHP_INI_SCAN_DIR="$work/ini" php -d extension_dir="$work/ext" --ri virtfusion_direct
PHP_INI_SCAN_DIR=$work/ini status_is 1 install --check
shows '^extension +installed, current: '
is 'it is removed' install --uninstall
is 'and nothing is left' [ -z "$(find "$work/ext" "$work/ini" -type f)" ]
echo "$checks passed with --build"
