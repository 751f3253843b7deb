#!/bin/sh
# Runs a command in a Debian chroot (debootstrap) with this machine's Rust, in the source tree at /src.
# usage: tests/tools/chroot.sh SUITE COMMAND...            the tree is this one, its build in target/SUITE; what is installed is kept
#        tests/tools/chroot.sh --fresh SUITE COMMAND...    a bare system with git, make and cargo, a fresh clone of the last commit, and
#                                                    crates and packages as they come from the network; nothing is kept
# Root only. The base system is kept in VIRTFUSION_CHROOT (default /var/cache/virtfusion-stock), from the mirror that apt uses here.
# Everything is mounted in a separate mount namespace: nothing stays mounted, however this ends.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
cache=${VIRTFUSION_CHROOT:-/var/cache/virtfusion-stock}
rust=$(rustc --print sysroot)

# Outside: the base system, and a namespace.
if [ "${1:-}" != --inside ]; then
    fresh=no
    [ "${1:-}" != --fresh ] || { fresh=yes; shift; }
    [ $# -ge 2 ] || { sed -n '2,/^set/s/^# //p' "$0" >&2; exit 2; }
    [ "$(id -u)" = 0 ] || { echo "tests/tools/chroot.sh needs root: it makes a chroot" >&2; exit 1; }
    suite=$1
    shift
    base=$cache/$suite
    if [ ! -e "$base/.complete" ]; then
        "$here/tests/tools/setup.sh" chroot
        mirror=$("$here/tests/tools/mirror.sh")
        rm -rf "$base"
        mkdir -p "$base"
        debootstrap --variant=minbase --include=ca-certificates,git,make "$suite" "$base" "$mirror" >"$base.log" ||
            { tail -n 20 "$base.log" >&2; exit 1; }
        touch "$base/.complete"
    fi
    if [ "$fresh" = yes ]; then
        layer=$(mktemp -d "$cache/fresh.XXXXXX")
        trap 'rm -rf "$layer"' EXIT
        trap 'exit 130' INT TERM
        mkdir "$layer/upper" "$layer/work" "$layer/root"
        git clone --quiet --no-hardlinks "$here" "$layer/upper/src"
        unshare --mount --propagation private "$0" --inside "$base" "$layer" "$@"
        exit
    fi
    # The crates are fetched here: inside, cargo is offline.
    cargo fetch --locked --quiet --manifest-path "$here/Cargo.toml"
    mkdir -p "$here/target/$suite"
    exec unshare --mount --propagation private "$0" --inside "$base" '' "$@"
fi

# Inside the namespace.
base=$2
layer=$3
shift 3
root=$base
if [ -n "$layer" ]; then
    root=$layer/root
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$layer/upper,workdir=$layer/work" "$root"
fi
# A mount point, as the root of a machine: namespaces that tests create inside need one.
[ -n "$layer" ] || mount --bind "$root" "$root"
mkdir -p "$root/proc" "$root/dev" "$root/src" "$root/opt/rust"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount --bind "$rust" "$root/opt/rust"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
# The certificate authorities of this machine.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
# No service is started when its package is installed.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
set -- "$root" sh -c 'cd /src && exec "$@"' sh "$@"
if [ -n "$layer" ]; then
    set -- CARGO_HOME=/root/.cargo chroot "$@"
else
    crates=${CARGO_HOME:-$HOME/.cargo}/registry
    target=/src/target/$(basename "$base")
    mkdir -p "$root/opt/cargo/registry" "$root/tmp"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mount --bind "$here" "$root/src"
    mount --bind "$crates" "$root/opt/cargo/registry"
    set -- CARGO_HOME=/opt/cargo CARGO_NET_OFFLINE=true TARGET="$target" CARGO_TARGET_DIR="$target" chroot "$@"
fi
exec env -i HOME=/root LANG=C.UTF-8 PATH=/opt/rust/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
