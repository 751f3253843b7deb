#!/bin/sh
# Runs tests/phpt with PHP's own runner, against one simulated panel that is started for it.
# Needs VIRTFUSION_EXTENSION and VIRTFUSION_PANEL. Leaves nothing behind in the tree.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
php=$(command -v php)
# Debian's place, and the one of PHP's own make install.
runner=$(find "/usr/lib/php/$(php -n -r 'echo preg_replace("/\D/", "", basename(PHP_EXTENSION_DIR));')/build" \
    "$(php-config --prefix)/lib/php/build" -name run-tests.php 2>/dev/null | head -n 1)
[ -n "$runner" ] || { echo "run-tests.php was not found: install php8.2-dev" >&2; exit 1; }

work=$(mktemp -d)
mkfifo "$work/stdin"
cp -r "$here/phpt" "$work/phpt"
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
export VIRTFUSION_URL VIRTFUSION_CONTROL VIRTFUSION_CA VIRTFUSION_STUBS="$here/../stubs"
export TEST_PHP_EXECUTABLE="$php" NO_INTERACTION=1 SKIP_IO_CAPTURE_TESTS=1
mkdir "$work/cache" && chmod 700 "$work/cache"

status=0
"$php" -n "$runner" -q -n --show-diff \
    -d extension="$VIRTFUSION_EXTENSION" \
    -d virtfusion_direct.cafile="$VIRTFUSION_CA" \
    -d virtfusion_direct.cache_dir="$work/cache" \
    "$work/phpt" >"$work/log" 2>&1 || status=$?
cat "$work/log"
count() { sed -n "s/^Tests $1 *: *\([0-9]*\).*/\1/p" "$work/log" | head -n 1; }
passed=$(count passed) failed=$(count failed) skipped=$(count skipped)
echo "${passed:-0} passed, $((${failed:-0} + ${skipped:-0})) failed"
[ "$status" = 0 ] && [ "${passed:-0}" -gt 0 ] && [ "${failed:-0}" = 0 ] && [ "${skipped:-0}" = 0 ]
