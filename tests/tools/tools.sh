#!/bin/sh
# Puts the tools of `make lint`, or with `fuzz` that of `make fuzz`, which Debian lacks into a folder of their own, once a
# machine, and prints that folder.
# It is VIRTFUSION_TOOLS, by default ~/.cache/virtfusion-stock/tools. Optimised little: they are built faster and run in seconds.
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
# Two that build at once would take each other's files away.
exec 9>"$tools/lock"
flock 9
if [ "${1:-}" = fuzz ]; then
    wanted cargo-fuzz 0.13.2
else
    wanted cargo-deny 0.20.2
    wanted mago 1.29.0
fi
echo "$tools"
