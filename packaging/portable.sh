#!/bin/sh
# Builds the extension for releases, linked against glibc 2.28, and prints the library's path.
# usage: packaging/portable.sh TARGET-FOLDER
# Needs `zig` in PATH. PHP and PHP_CONFIG choose another PHP than the one in PATH. `make build` links against this machine's glibc.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
triple=$(uname -m)-unknown-linux-gnu
variable=$(printf %s "$triple" | tr a-z- A-Z_)
export "CARGO_TARGET_${variable}_LINKER=$here/packaging/zig-cc"
export "CC_$(printf %s "$triple" | tr - _)=$here/packaging/zig-cc"
export CARGO_TARGET_DIR="$1"
cargo build --manifest-path "$here/Cargo.toml" --release --locked --quiet --package virtfusion_direct
echo "$1/release/libvirtfusion_direct.so"
