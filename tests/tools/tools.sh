#!/bin/sh
# Installs the tools that Debian lacks, once per machine, and prints their folder: those of `make lint`, with `fuzz` of `make fuzz`,
# and with `dist` of `make dist`.
# The folder is VIRTFUSION_TOOLS, by default ~/.cache/virtfusion-stock/tools. Crates are built with little optimisation, which is faster overall.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=${VIRTFUSION_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/virtfusion-stock/tools}
wanted() { # CRATE VERSION
    [ "$("$tools/bin/$1" --version 2>/dev/null)" = "$1 $2" ] && return 0
    echo "Building $1 $2 for $tools" >&2
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        CARGO_TARGET_DIR="$tools/build-$1" cargo install --quiet --locked --root "$tools" "$1@$2" >&2
    rm -rf "$tools/build-$1"
}
wanted_zig() { # its version, as in ziglang.txt
    [ "$("$tools/bin/zig" version 2>/dev/null)" = "$1" ] && return 0
    echo "Installing Zig $1 in $tools" >&2
    rm -rf "$tools/ziglang"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --only-binary :all: \
        --require-hashes --target "$tools/ziglang" --requirement "$here/ziglang.txt" >&2
    ln -sf ../ziglang/ziglang/zig "$tools/bin/zig"
}
mkdir -p "$tools/bin"
part=${1:-lint}
# Two builds at once would remove each other's files.
exec 9>"$tools/lock-$part"
flock 9
case "$part" in
    fuzz) wanted cargo-fuzz 0.13.2 ;;
    dist) wanted_zig "$(sed -n 's/^ziglang==\([0-9.]*\).*/\1/p' "$here/ziglang.txt")" ;;
    lint)
        wanted cargo-deny 0.20.2
        wanted mago 1.29.0
        ;;
    *) echo "usage: $0 [lint|fuzz|dist]" >&2; exit 2 ;;
esac
echo "$tools"
