#!/bin/sh
# Runs tests/php/phpt with PHP's own runner, against one simulated panel that is started for it.
# Needs VIRTFUSION_EXTENSION and VIRTFUSION_PANEL. Leaves nothing behind in the tree.
# usage: tests/tools/phpt.sh [valgrind]
# With valgrind a test fails as well when memory is misused, or lost for good: nothing points to it any more. The programs that a
# test starts are not watched. What a test counts in kilobytes or many thousand calls it counts with VIRTFUSION_VALGRIND=1
# in fewer, since every allocation is the operating system's then; see panel.inc.
set -eu
: "${VIRTFUSION_EXTENSION:?names the extension to test: run make test-php}" "${VIRTFUSION_PANEL:?names the simulated panel: run make test-php}"

watched=
case "${1:-}" in
    '') ;;
    valgrind) watched=-m ;;
    *) echo "usage: $0 [valgrind]" >&2; exit 2 ;;
esac

here=$(cd "$(dirname "$0")/../.." && pwd)
php=$(command -v php)
# Debian's place, and the one of PHP's own make install.
runner=$(find "/usr/lib/php/$(php -n -r 'echo preg_replace("/\D/", "", basename(PHP_EXTENSION_DIR));')/build" \
    "$(php-config --prefix)/lib/php/build" -name run-tests.php 2>/dev/null | head -n 1)
[ -n "$runner" ] || { echo "run-tests.php was not found: install php8.2-dev" >&2; exit 1; }

work=$(mktemp -d)
mkfifo "$work/stdin"
cp -r "$here/tests/php/phpt" "$work/phpt"
# The panel runs until its standard input closes, which the end of this script does at the latest.
"$VIRTFUSION_PANEL" --world "$work/phpt/world.json" --dir "$work" <"$work/stdin" >"$work/panel.json" &
panel=$!
exec 9>"$work/stdin"
trap 'exec 9>&-; kill "$panel" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
for _ in $(seq 100); do
    [ -s "$work/panel.json" ] && break
    sleep 0.1
done

value() { php -n -r 'echo json_decode(file_get_contents($argv[1]), true)[$argv[2]];' "$work/panel.json" "$1"; }
VIRTFUSION_URL=$(value url)
VIRTFUSION_CONTROL=$(value control)
VIRTFUSION_CA=$(value ca)
export VIRTFUSION_URL VIRTFUSION_CONTROL VIRTFUSION_CA VIRTFUSION_STUBS="$here/stubs"
# In seconds, for each test: a minute is not enough on a busy machine.
export TEST_TIMEOUT=600
export TEST_PHP_EXECUTABLE="$php" NO_INTERACTION=1 SKIP_IO_CAPTURE_TESTS=1
mkdir "$work/cache" && chmod 700 "$work/cache"
if [ -n "$watched" ]; then
    export VIRTFUSION_VALGRIND=1
    # Whatever valgrind prints, the runner takes for a leak. Values that were never set are not looked for: the cryptography is
    # written in assembly, in which valgrind takes what is set for what is not.
    cat >"$work/suppressions" <<'END'
{
   A fatal error of the compiler ends PHP where it stands: the code that php -r was given
   Memcheck:Leak
   match-leak-kinds: definite
   fun:malloc
   fun:__zend_malloc
   fun:zend_eval_stringl
}
{
   The same, and its message
   Memcheck:Leak
   match-leak-kinds: definite
   fun:realloc
   fun:__zend_realloc
   fun:zend_vstrpprintf
   obj:*/php*
   fun:zend_error_noreturn
}
END
    export VALGRIND_OPTS="--leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --undef-value-errors=no \
--num-callers=30 --child-silent-after-fork=yes --suppressions=$work/suppressions \
--trace-children-skip=*/panel,*redis-server"
fi

status=0
if [ -n "$watched" ]; then
    # A test of Zend's own heap, which the runner takes away from what it watches.
    sed '1,/^--FILE--$/d; /^--EXPECTF--$/,$d' "$work/phpt/memory_limit.phpt" >"$work/phpt/memory_limit.php"
    mv "$work/phpt/memory_limit.phpt" "$work"
    valgrind -q --error-exitcode=99 "$php" -n -d memory_limit=4M -d display_errors=1 -d extension="$VIRTFUSION_EXTENSION" \
        -d virtfusion_direct.cache_dir="$work/cache" "$work/phpt/memory_limit.php" >"$work/limit" 2>&1 || status=$?
    if [ "$status" != 255 ] || ! grep -q 'Allowed memory size' "$work/limit"; then
        cat "$work/limit"
        echo "memory_limit.phpt: status $status"
        exit 1
    fi
    status=0
fi
# shellcheck disable=SC2086 # nothing, or words without blanks. Regular expressions that PHP compiles to
# machine code read beyond a string's end, within its page.
"$php" -n "$runner" -q -n --show-diff $watched ${watched:+--show-mem --show-slow 5000} \
    -d extension="$VIRTFUSION_EXTENSION" ${watched:+-d pcre.jit=0} \
    -d virtfusion_direct.cafile="$VIRTFUSION_CA" \
    -d virtfusion_direct.cache_dir="$work/cache" \
    "$work/phpt" >"$work/log" 2>&1 || status=$?
cat "$work/log"
count() { sed -n "s/^Tests $1 *: *\([0-9]*\).*/\1/p" "$work/log" | head -n 1; }
passed=$(count passed) failed=$(count failed) skipped=$(count skipped) leaked=$(count leaked)
bad=$((${failed:-0} + ${skipped:-0} + ${leaked:-0}))
echo "${passed:-0} passed, $bad failed"
[ "$status" = 0 ] && [ "${passed:-0}" -gt 0 ] && [ "$bad" = 0 ]
