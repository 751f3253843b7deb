#!/bin/sh
# Packs a release for one PHP version: the built extension, its sources, the addon, the installer and checksums. Prints the archive's
# path. Refuses a library that needs a newer glibc than the one that releases promise.
# usage: packaging/dist.sh LIBRARY FOLDER
# PHP and PHP_CONFIG choose another PHP than the one in PATH, as for the build. The same input gives the same archive: all times in it
# are SOURCE_DATE_EPOCH, or the last commit's.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
library=$1
out=$2
php=${PHP:-php}

glibc=2.28
needed=$(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
[ -n "$needed" ] || { echo "$library names no version of glibc: objdump -T shows what it needs" >&2; exit 1; }
[ "$(printf '%s\n' "$needed" "$glibc" | sort -V | tail -n 1)" = "$glibc" ] ||
    { echo "$library needs glibc $needed, and a release at most $glibc: build it with packaging/portable.sh" >&2; exit 1; }

version=$("$here/packaging/version.sh")
fact() { "$php" -n -i | sed -n "s/^$1 => //p" | head -n 1; }
minor=$("$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
safety=$("$php" -n -r 'echo PHP_ZTS ? "zts" : "nts";')
machine=$(uname -m)
loaded=$("$php" -n -d extension="$library" -r 'echo phpversion("virtfusion_direct");')
[ "$loaded" = "$version" ] || { echo "$library is version $loaded, but Cargo.toml has $version: build it first" >&2; exit 1; }
name=virtfusion-stock-$version-php$minor-$safety-linux-$machine-glibc$glibc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$name
mkdir -p "$tree/addon" "$tree/install" "$tree/source/tests/doubles" "$out"
install -m 644 "$library" "$tree/virtfusion_direct.so"
cp -R "$here/php/modules/addons/virtfusion_stock" "$tree/addon/"
install -m 755 "$here/packaging/install.sh" "$tree/install.sh"
install -m 644 "$here"/packaging/install/*.sh "$tree/install/"
# What `install.sh --build` compiles.
cp -R "$here/Cargo.toml" "$here/Cargo.lock" "$here/build.rs" "$here/src" "$tree/source/"
cp -R "$here/tests/doubles/panel" "$tree/source/tests/doubles/"
for file in README.md ARCHITECTURE.md CHANGELOG.md SECURITY.md LICENSE; do
    [ ! -f "$here/$file" ] || install -m 644 "$here/$file" "$tree/$file"
done
[ ! -d "$here/docs" ] || cp -R "$here/docs" "$tree/docs"
cat >"$tree/release" <<TEXT
version=$version
php=$minor
build=$(fact 'PHP Extension Build')
debug=$("$php" -n -r 'echo PHP_DEBUG ? "yes" : "no";')
machine=$machine
glibc=$glibc
TEXT
find "$tree" -type d -exec chmod 755 {} +
find "$tree/addon" "$tree/release" "$tree/source" -type f -exec chmod 644 {} +
chmod 755 "$tree/addon/virtfusion_stock/bin/stock"
(cd "$tree" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS && chmod 644 SHA256SUMS)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)}
tar -C "$work" --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -cf "$work/$name.tar" "$name"
gzip -n -9 -c "$work/$name.tar" >"$out/$name.tar.gz"
(cd "$out" && sha256sum ./*.tar.gz | sed 's| \./| |' >SHA256SUMS)
echo "$out/$name.tar.gz"
