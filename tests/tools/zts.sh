#!/bin/sh
# Runs tests/php/phpt on the thread-safe PHP of php_zts.sh, and the tests of Redis. The extension is built in target/zts.
# Needs VIRTFUSION_PANEL.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
root=$("$here/tests/tools/php_zts.sh")

# PHPUnit needs extensions that this PHP lacks; it runs on the machine's own, and the processes that it starts are thread-safe.
own=$(command -v php) phpunit=$(command -v phpunit)
PATH=$root/bin:$PATH
export PATH PHP="$root/bin/php" PHP_CONFIG="$root/bin/php-config"
[ "$(php -n -r 'echo PHP_ZTS;')" = 1 ] || { echo "$root/bin/php is not thread-safe" >&2; exit 1; }
cd "$here"
CARGO_TARGET_DIR=$here/target/zts cargo build --release --locked --quiet --package virtfusion_direct
export VIRTFUSION_EXTENSION="$here/target/zts/release/libvirtfusion_direct.so"
tests/tools/phpt.sh
"$own" "$phpunit" --configuration tests/php/processes/phpunit.xml --filter RedisTest
