#!/bin/sh
# Builds a thread-safe PHP from the source package of this Debian's PHP with --enable-zts, once, and prints its folder.
# It is kept in VIRTFUSION_ZTS (default /var/cache/virtfusion-stock/php-zts). As root it installs what the build needs; the machine's
# own PHP and its sources.list stay as they are.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
root=${VIRTFUSION_ZTS:-/var/cache/virtfusion-stock/php-zts}

if [ ! -x "$root/bin/php" ]; then
    "$here/tests/tools/setup.sh" build >&2
    command -v xz >/dev/null || apt-get install -y -qq --no-install-recommends xz-utils >/dev/null
    mirror=$("$here/tests/tools/mirror.sh")
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    source=php$(php -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
    rm -rf "$root"
    mkdir -p "$root/src/lists/partial"
    cd "$root/src"
    chmod 755 . lists lists/partial
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >sources.list
    set -- -qq -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$PWD/lists"
    apt-get "$@" update
    apt-get "$@" source --download-only "$source" 2>log ||
        { tail -n 2 log >&2; echo "$mirror has no source package of $source for $suite: no thread-safe PHP can be built from it" >&2; exit 1; }
    for archive in "$source"_*.orig.tar.xz; do xz -dc "$archive" | tar -xf - --strip-components=1; done
    echo "Building a thread-safe PHP in $root" >&2
    {
        ./configure --prefix="$root" --disable-all --disable-cgi --disable-phpdbg --enable-cli --enable-zts --enable-posix \
            --enable-pcntl --enable-tokenizer CFLAGS=-O1 && make -j"$(nproc)" && make install
    } >"$root/log" 2>&1 || { tail -n 20 "$root/log" >&2; exit 1; }
    cd "$here"
    rm -rf "$root/src"
fi
echo "$root"
