#!/bin/sh
# Installs the missing packages that a step needs, on Debian 12 or 13.
# usage: tests/tools/setup.sh build|rust|dist|demo|test|valkey|valgrind|browser|bench|lint|chroot
# Without root it installs nothing and says what is missing.
set -eu

case "$(. /etc/os-release && echo "${VERSION_ID:-}")" in
    13) php=php8.4 ;;
    *) php=php8.2 ;;
esac
build="$php-cli $php-dev clang libclang-dev build-essential pkg-config ca-certificates"
rust="build-essential pkg-config ca-certificates openssl redis-server"
dist="$build binutils"
python3 -m pip --version >/dev/null 2>&1 || dist="$dist python3-pip"
demo="$build $php-sqlite3 php-illuminate-database php-illuminate-events"
test="$demo $php-fpm $php-mysql nginx-light apache2-bin $php-curl $php-mbstring $php-xml phpunit mariadb-server redis-server openssl e2fsprogs prometheus"
valkey="$test valkey-server valkey-tools"
valgrind="$test valgrind"
bench="$test wrk"
lint="$demo php-codesniffer shellcheck"
browser="$test chromium fonts-dejavu-core"
command -v npm >/dev/null || { browser="$browser nodejs npm" lint="$lint nodejs npm"; }

case "${1:-test}" in
    build) wanted=$build ;;
    rust) wanted=$rust ;;
    dist) wanted=$dist ;;
    demo) wanted=$demo ;;
    test) wanted=$test ;;
    valkey) wanted=$valkey ;;
    valgrind) wanted=$valgrind ;;
    browser) wanted=$browser ;;
    bench) wanted=$bench ;;
    lint) wanted=$lint ;;
    chroot) wanted="debootstrap ca-certificates" ;;
    *) echo "usage: $0 build|rust|dist|demo|test|valkey|valgrind|browser|bench|lint|chroot" >&2; exit 2 ;;
esac

missing=
for package in $wanted; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
if [ -z "$missing" ]; then
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "Missing Debian packages:$missing" >&2
    echo "Install them as root: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# No service is started when its package is installed: the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing >/dev/null
