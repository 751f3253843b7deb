#!/bin/sh
# Unpacks the release, runs its installer, and checks the result: first in temporary folders, then (as root) in
# this machine's own PHP, where every folder that is written is a tmpfs overlay in a separate mount namespace.
# usage: tests/dist/run.sh ARCHIVE
# With VIRTFUSION_PANEL (the simulated panel's program), the addon's suite also runs on the installed copy.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${1:-}" != --machine ]; then
    archive=$(readlink -f "$1")
    work=$(mktemp -d)
    fpm_pid=
    trap '[ -z "$fpm_pid" ] || kill "$fpm_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    (cd "$(dirname "$archive")" && sha256sum --quiet --ignore-missing --check SHA256SUMS)
    tar -C "$work" -xzf "$archive"
    release=$(echo "$work"/virtfusion-stock-*)
else
    release=$2
    work=$3
fi

# shellcheck source=tests/dist/checks.sh
. "$here/tests/dist/checks.sh"
version=$(sed -n 's/^version=//p' "$release/release")

if [ "${1:-}" = --machine ]; then
    # From here on, no other process on the machine sees what is written.
    build=$(php -n -r 'echo ini_get("extension_dir");')
    cover "$build" /etc/php /var/lib
    is 'the script finds this machine'"'"'s PHP by itself' "$release/install.sh" --whmcs "$work/shop"
    is 'the installed extension is there for the command line' php --ri virtfusion_direct
    shows "^version => $version\$"
    is "for the web server's user" runuser -u www-data -- php --ri virtfusion_direct
    is 'and for PHP-FPM' sh -c 'php-fpm"$(php -r "echo PHP_MAJOR_VERSION, chr(46), PHP_MINOR_VERSION;")" -m | grep -x virtfusion_direct'
    status_is 0 "$release/install.sh" --check --whmcs "$work/shop"
    is 'and removes itself' "$release/install.sh" --uninstall --whmcs "$work/shop"
    status_is 1 php --ri virtfusion_direct
    is 'by hand' install -m 644 "${VIRTFUSION_EXTENSION:-$release/virtfusion_direct.so}" "$(php-config --extension-dir)/virtfusion_direct.so"
    is 'it is found by its line' php -d extension=virtfusion_direct --ri virtfusion_direct
    echo "$checks passed on this machine's own PHP"
    exit 0
fi

shop=$work/shop
mkdir -p "$shop/modules/addons/other" "$work/ext" "$work/cli" "$work/fpm" "$work/empty"
echo '<?php' >"$shop/init.php"
chmod 750 "$shop/modules/addons"
[ "$(id -u)" != 0 ] || chown -R 12345:12346 "$shop"
install() { "$release/install.sh" --php "$(command -v php)" --ext-dir "$work/ext" --ini-dir "$work/cli" --ini-dir "$work/fpm" --state-dir "$work/state" "$@"; }
state_of_everything() { (cd "$work" && find shop ext cli fpm state -type f -exec cksum {} + 2>/dev/null | sort); }
links_lead_somewhere() (
    cd "$release" && grep -o ']([^)#]*' ./*.md docs/*.md | grep -v '](https\?:' | while IFS=: read -r page link; do
        [ -e "$(dirname "$page")/${link#??}" ] || { echo "$page: ${link#??}"; exit 1; }
    done
)
php_here() { PHP_INI_SCAN_DIR="$work/cli" php -d extension_dir="$work/ext" "$@"; }

is 'every page leads to pages and pictures that are there' links_lead_somewhere
status_is 0 "$release/install.sh" --help
shows '^usage: ./install.sh'
refuses 'a folder without init.php is no WHMCS' 'no WHMCS' install --whmcs "$work/empty"
refuses 'an unknown argument' 'unknown argument' install --wmhcs "$shop"
refuses 'an option without its value' 'needs a value' install --whmcs
refuses 'two actions at once' 'exclude' install --check --uninstall
refuses 'no terminal and no argument' '^usage' "$release/install.sh"
refuses 'a folder that is not there' 'is no folder' "$release/install.sh" --ext-dir "$work/nowhere" --ini-dir "$work/cli" --state-dir "$work/state" --whmcs "$shop"
refuses 'nothing to roll back to' 'nothing is kept' install --rollback --whmcs "$shop"
rmdir "$work/state"

# A library that needs a newer glibc than releases promise: PHP's own program is one.
status_is 1 "$here/packaging/dist.sh" "$(readlink -f "$(command -v php)")" "$work/dist"
shows 'needs glibc 2\.[0-9]+, and a release at most 2\.28: build it with packaging/portable\.sh'
is 'and nothing is packed' [ ! -e "$work/dist" ]
echo GLIBC_2.28 >"$work/limit"
is 'the release needs no more' [ "$(objdump -T "$release/virtfusion_direct.so" | grep -o 'GLIBC_[0-9.]*' | cat - "$work/limit" | sort -uV | tail -n 1)" = GLIBC_2.28 ]

# Another PHP, another thread safety, another machine, a damaged package: refused before anything is written.
cp -R "$release" "$work/wrong"
wrong() { sed -i "$1" "$work/wrong/release"; (cd "$work/wrong" && sum); }
sum() { find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS; }
try_wrong() { "$work/wrong/install.sh" --ext-dir "$work/ext" --ini-dir "$work/cli" --state-dir "$work/state" --whmcs "$shop"; }
wrong 's/^build=.*/build=API20990101,NTS/'
refuses 'another API' 'API20990101,NTS.*take the package' try_wrong
wrong "s/^build=.*/build=$(sed -n 's/^build=//p' "$release/release" | sed 's/,NTS/,TS/')/"
refuses 'another thread safety' ',TS\).*take the package' try_wrong
cp "$release/release" "$work/wrong/release"
wrong 's/^glibc=.*/glibc=9.99/'
refuses 'an older glibc' 'needs glibc 9.99 or later' try_wrong
cp "$release/release" "$work/wrong/release"
wrong 's/^machine=.*/machine=s390x/'
refuses 'another machine' 's390x' try_wrong
cp "$release/release" "$work/wrong/release"
wrong 's/^debug=.*/debug=yes/'
refuses 'a debug build' 'debug=yes' try_wrong
cp "$release/release" "$work/wrong/release"
head -c 1000 "$release/virtfusion_direct.so" >"$work/wrong/virtfusion_direct.so"
refuses 'a damaged package' 'damaged' try_wrong
(cd "$work/wrong" && sum)
refuses 'a library that does not load' 'cannot load' try_wrong

# Programs of another installation beside PHP, with the same build: one with its own extensions, one with its own settings.
minor=$(sed -n 's/^php=//p' "$release/release")
real_fpm=$(readlink -f "$(command -v "php-fpm$minor")")
other=$work/other
mkdir -p "$other/bin" "$other/sbin"
pretend() { # PROGRAM REAL SED: a program that reports other facts
    printf '#!/bin/sh\n[ "$1" = -i ] || exec %s "$@"\n%s -i | sed "%s"\n' "$2" "$2" "$3" >"$1"
    chmod 755 "$1"
}
pretend "$other/bin/php" "$(command -v php)" ''
pretend "$other/bin/php-fpm$minor" "$real_fpm" 's|^extension_dir => .*|extension_dir => /opt/other => /opt/other|'
pretend "$other/sbin/php-fpm$minor" "$real_fpm" 's|^Scan this dir for additional .ini files => .*|Scan this dir for additional .ini files => /opt/other/php.d|'
beside() { "$release/install.sh" --php "$other/bin/php" --ext-dir "$work/ext" --ini-dir "$work/cli" --state-dir "$work/state" "$@"; }
status_is 1 beside --check --whmcs "$shop"
shows "^PHP-FPM: +not $other/bin/php-fpm$minor: its extension folder is /opt/other, not "
shows "^PHP-FPM: +not $other/sbin/php-fpm$minor: its settings are in /opt/other/php.d, not in "
shows "^PHP-FPM: +$real_fpm, which has the build .* of $other/bin/php\$"
status_is 1 beside --check --whmcs "$shop" --fpm "$other/bin/php-fpm$minor"
shows "^PHP-FPM: +$other/bin/php-fpm$minor, as named with --fpm; it is another installation than .*: its extension folder"
pretend "$other/bin/php" "$(command -v php)" 's|^extension_dir => .*|extension_dir => /opt/mine => /opt/mine|'
status_is 1 beside --check --whmcs "$shop"
shows "^PHP-FPM: +not $real_fpm: its extension folder is "
shows '^PHP-FPM: +none belongs to '

status_is 1 install --check --whmcs "$shop"
shows '^extension +not installed'
shows '^addon +not installed'

is 'a first installation' install --whmcs "$shop"
shows '--rollback'
addon=$shop/modules/addons/virtfusion_stock
is 'has the extension' cmp "$release/virtfusion_direct.so" "$work/ext/virtfusion_direct.so"
is 'has the whole addon' diff -r "$release/addon/virtfusion_stock" "$addon"
if [ "$(id -u)" = 0 ]; then
    is 'with the owner of its surroundings' [ -z "$(find "$addon" ! \( -uid 12345 -gid 12346 \))" ]
fi
is 'and the modes of its surroundings' [ "$(stat -c %a "$addon/lib")" = 750 ]
is 'PHP loads it' php_here --ri virtfusion_direct
shows "^version => $version\$"
is 'once in each folder' [ "$(cat "$work"/cli/*.ini "$work"/fpm/*.ini | grep -c '^extension=')" = 2 ]

if [ -n "${VIRTFUSION_PANEL:-}" ]; then
    is "the addon's suite passes on what is installed" env VIRTFUSION_EXTENSION="$work/ext/virtfusion_direct.so" \
        VIRTFUSION_MODULES="$shop/modules" phpunit --configuration "$here/tests/php/addon/phpunit.xml"
    tail -n 2 "$work/output"
fi

before=$(state_of_everything)
is 'a second installation changes nothing' install --whmcs "$shop"
is 'at all' [ "$before" = "$(state_of_everything)" ]

# An upgrade: settings stay, translations stay, and the former version can be brought back.
echo 'virtfusion_direct.timeout=7' >>"$work/cli/20-virtfusion_direct.ini"
echo '<?php // German' >"$addon/lang/german.php"
echo '<?php return [];' >"$addon/lang/overrides/german.php"
sed -i "s/VERSION = '[^']*'/VERSION = '0.9.0'/" "$addon/lib/Shop/Installation.php"
echo 'gone in the next version' >"$addon/lib/Former.php"
printf 'former' >"$work/ext/virtfusion_direct.so"
cp "$work/ext/virtfusion_direct.so" "$work/former.so"
status_is 1 install --check --whmcs "$shop"
shows "extension +installed, not this package's"
shows "addon +installed, not this package's.*0\.9\.0"
inode=$(stat -c %i "$work/ext/virtfusion_direct.so")
is 'an upgrade' install --whmcs "$shop"
is 'puts a new file in place, and leaves the mapped one to its workers' [ "$inode" != "$(stat -c %i "$work/ext/virtfusion_direct.so")" ]
is 'keeps the settings' grep -x 'virtfusion_direct.timeout=7' "$work/cli/20-virtfusion_direct.ini"
is 'keeps translations' [ -f "$addon/lang/german.php" ]
is 'keeps texts for customers that the shop changed' [ -f "$addon/lang/overrides/german.php" ]
is 'keeps no file of the former version' [ ! -e "$addon/lib/Former.php" ]
is 'leaves no temporary file' [ -z "$(find "$shop" "$work/ext" -name '*.new.*' -o -name '*.old.*')" ]
is 'a rollback' install --rollback --whmcs "$shop"
is 'brings the extension back' cmp "$work/former.so" "$work/ext/virtfusion_direct.so"
is 'and the addon' grep -q "VERSION = '0.9.0'" "$addon/lib/Shop/Installation.php"
is 'with its files' [ -f "$addon/lib/Former.php" ]
is 'a second rollback goes forward again' install --rollback --whmcs "$shop"
is 'to the release' cmp "$release/virtfusion_direct.so" "$work/ext/virtfusion_direct.so"
is 'the addon alone' install --no-extension --whmcs "$shop"

# What runs: a PHP-FPM that was started before an upgrade has the former library mapped.
fpm=php-fpm$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
if command -v "$fpm" >/dev/null; then
    printf '[global]\npid = %s\nerror_log = %s\n[w]\nlisten = %s\npm = static\npm.max_children = 1\nuser = nobody\n' \
        "$work/fpm.pid" "$work/fpm.log" "$work/fpm.sock" >"$work/fpm.conf"
    PHP_INI_SCAN_DIR="$work/fpm" "$fpm" -d extension_dir="$work/ext" -d extension="$work/ext/virtfusion_direct.so" -n -F -R \
        -y "$work/fpm.conf" >/dev/null 2>&1 &
    fpm_pid=$!
    for _ in $(seq 50); do [ -S "$work/fpm.sock" ] && break; sleep 0.1; done
    install --check --whmcs "$shop" --fpm "$(command -v "$fpm")" >"$work/output" 2>&1 || true
    shows "process $fpm_pid runs with it"
    cp "$work/ext/virtfusion_direct.so" "$work/ext/copy" && mv "$work/ext/copy" "$work/ext/virtfusion_direct.so"
    status_is 1 install --check --whmcs "$shop" --fpm "$(command -v "$fpm")"
    shows "process $fpm_pid runs with a replaced version"
    kill "$fpm_pid"
    wait "$fpm_pid" 2>/dev/null || true
    fpm_pid=
fi

is 'an uninstallation' install --uninstall --whmcs "$shop"
is 'removes the extension' [ ! -e "$work/ext/virtfusion_direct.so" ]
is 'the addon' [ ! -e "$addon" ]
is 'and what loads it' [ -z "$(cat "$work"/cli/*.ini "$work"/fpm/*.ini 2>/dev/null)" ]
is 'nobody else'"'"'s addon' [ -d "$shop/modules/addons/other" ]
is 'and keeps a copy of the settings' grep -q timeout=7 "$work/state/20-virtfusion_direct.ini"

# A settings file of another name that holds other things loses the one line.
printf 'memory_limit=1G\nextension="virtfusion_direct.so" ; by hand\n' >"$work/cli/50-ours.ini"
is 'with a line in another file' install
is 'adds none' [ "$(ls "$work/cli")" = 50-ours.ini ]
is 'and removes just that one' install --uninstall
is 'and nothing beside it' [ "$(cat "$work/cli/50-ours.ini")" = memory_limit=1G ]
# Nor does the php.ini above the folders, where somebody may have put the line by hand.
printf 'memory_limit=1G\nextension=virtfusion_direct\n' >"$work/php.ini"
is 'with a line in php.ini' install
is 'adds none either' [ -z "$(grep -hs ^extension "$work"/cli/*.ini "$work"/fpm/*.ini)" ]
is 'and removes that one' install --uninstall
is 'alone' [ "$(cat "$work/php.ini")" = memory_limit=1G ]
echo extension=libvirtfusion_direct.so >>"$work/php.ini"
refuses 'a copy that cargo-php has put beside it' 'cargo php remove' install
echo "$checks passed in folders made for it"

if [ "$(id -u)" = 0 ]; then
    checks=0
    unshare --mount --propagation private "$0" --machine "$release" "$work"
    unshare --mount --propagation private "$here/tests/dist/hosts.sh" "$release" "$work"
fi
