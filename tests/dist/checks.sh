# What the scripts of this folder check with. They set work, a temporary folder, and state_of_everything, which prints what a refusal
# must not change.
# shellcheck shell=sh

checks=0
is() { # WORDS COMMAND...: the command succeeds
    words=$1
    shift
    if ! "$@" >"$work/output" 2>&1; then
        echo "FAILED: $words" >&2
        cat "$work/output" >&2
        exit 1
    fi
    checks=$((checks + 1))
}
refuses() { # WORDS PATTERN COMMAND...: status 2, the words match, and nothing was changed
    words=$1 pattern=$2
    shift 2
    before=$(state_of_everything)
    status=0
    "$@" </dev/null >"$work/output" 2>&1 || status=$?
    if [ "$status" != 2 ] || ! grep -Eq "$pattern" "$work/output" || [ "$before" != "$(state_of_everything)" ]; then
        echo "FAILED: $words (status $status)" >&2
        cat "$work/output" >&2
        exit 1
    fi
    checks=$((checks + 1))
}
shows() { grep -Eqe "$1" "$work/output" || { echo "FAILED: no '$1' in:" >&2; cat "$work/output" >&2; exit 1; }; checks=$((checks + 1)); }
status_is() { # STATUS COMMAND...
    expected=$1
    shift
    status=0
    "$@" >"$work/output" 2>&1 || status=$?
    [ "$status" = "$expected" ] || { echo "FAILED: status $status, not $expected: $*" >&2; cat "$work/output" >&2; exit 1; }
    checks=$((checks + 1))
}
# Nobody outside this mount namespace sees what is written to the folders from here on.
cover() { # DIR...
    for dir in "$@"; do
        [ -d "$dir" ] || continue
        over=$work/over$(echo "$dir" | tr / -)
        mkdir -p "$over"
        mount -t tmpfs tmpfs "$over"
        mkdir "$over/upper" "$over/work"
        mount -t overlay overlay -o "lowerdir=$dir,upperdir=$over/upper,workdir=$over/work" "$dir"
    done
}
