#!/bin/sh
# Builds the tools of `make lint` (with `fuzz`, of `make fuzz`) that Debian lacks, once per machine, and prints their folder.
# The folder is VIRTFUSION_TOOLS, by default ~/.cache/virtfusion-stock/tools. Built with little optimisation, which is faster overall.
set -eu

tools=${VIRTFUSION_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/virtfusion-stock/tools}
wanted() { # CRATE VERSION
    [ "$("$tools/bin/$1" --version 2>/dev/null)" = "$1 $2" ] && return 0
    echo "Building $1 $2 for $tools" >&2
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        CARGO_TARGET_DIR="$tools/build" cargo install --quiet --locked --root "$tools" "$1@$2" >&2
    rm -rf "$tools/build"
}
mkdir -p "$tools"
# Two builds at once would remove each other's files.
exec 9>"$tools/lock"
flock 9
if [ "${1:-}" = fuzz ]; then
    wanted cargo-fuzz 0.13.2
else
    wanted cargo-deny 0.20.2
    wanted mago 1.29.0
fi
echo "$tools"
