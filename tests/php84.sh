#!/bin/sh
# Runs the tests of PHP on PHP 8.4, in a Debian 13 of their own (debootstrap), with this machine's Rust.
# usage: tests/php84.sh [COMMAND...]     default: make test-php test-addon
# Root only. The chroot is kept between runs in VIRTFUSION_CHROOT (default /var/cache/virtfusion-stock/trixie), the build in
# target/php84. Everything is mounted in a mount namespace of its own: nothing stays mounted, however this ends.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
root=${VIRTFUSION_CHROOT:-/var/cache/virtfusion-stock/trixie}
mirror=${VIRTFUSION_MIRROR:-http://deb.debian.org/debian}

if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || { echo "tests/php84.sh needs root: it makes a chroot" >&2; exit 1; }
    if [ ! -e "$root/.complete" ]; then
        "$here/tests/setup.sh" chroot
        rm -rf "$root"
        mkdir -p "$root"
        debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$mirror" >"$root.log" ||
            { tail -n 20 "$root.log" >&2; exit 1; }
        touch "$root/.complete"
    fi
    # The crates are fetched here: inside, cargo is offline.
    cargo fetch --locked --quiet --manifest-path "$here/Cargo.toml"
    mkdir -p "$here/target/php84"
    exec unshare --mount --propagation private "$0" --inside "$@"
fi
shift

toolchain=$(rustc --print sysroot)
crates=${CARGO_HOME:-$HOME/.cargo}/registry
mkdir -p "$root/proc" "$root/dev" "$root/src" "$root/opt/rust" "$root/opt/cargo/registry"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind "$here" "$root/src"
mount --bind "$toolchain" "$root/opt/rust"
mount --bind "$crates" "$root/opt/cargo/registry"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
# No service is started when its package is installed.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
[ $# -gt 0 ] || set -- make test-php test-addon

exec env -i HOME=/root LANG=C.UTF-8 PATH=/opt/rust/bin:/usr/sbin:/usr/bin:/sbin:/bin CARGO_HOME=/opt/cargo \
    CARGO_NET_OFFLINE=true TARGET=/src/target/php84 CARGO_TARGET_DIR=/src/target/php84 \
    chroot "$root" sh -c 'cd /src && tests/setup.sh test && exec "$@"' sh "$@"
