#!/bin/sh
# Packs a release for one PHP version: the built extension, the addon, the installer and checksums. Prints the archive's path.
# usage: packaging/dist.sh LIBRARY FOLDER
# PHP and PHP_CONFIG choose another PHP than the one in PATH, as for the build. The same input gives the same archive: all times in it
# are SOURCE_DATE_EPOCH, or the last commit's.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
library=$1
out=$2
php=${PHP:-php}

version=$("$here/packaging/version.sh")
fact() { "$php" -n -i | sed -n "s/^$1 => //p" | head -n 1; }
minor=$("$php" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
safety=$("$php" -n -r 'echo PHP_ZTS ? "zts" : "nts";')
machine=$(uname -m)
loaded=$("$php" -n -d extension="$library" -r 'echo phpversion("virtfusion_direct");')
[ "$loaded" = "$version" ] || { echo "$library is version $loaded, but Cargo.toml has $version: build it first" >&2; exit 1; }

name=virtfusion-stock-$version-php$minor-$safety-linux-$machine
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/$name
mkdir -p "$tree/addon" "$out"
install -m 644 "$library" "$tree/virtfusion_direct.so"
cp -R "$here/php/modules/addons/virtfusion_stock" "$tree/addon/"
install -m 755 "$here/packaging/install.sh" "$tree/install.sh"
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
TEXT
find "$tree" -type d -exec chmod 755 {} +
find "$tree/addon" "$tree/release" -type f -exec chmod 644 {} +
chmod 755 "$tree/addon/virtfusion_stock/bin/stock"
(cd "$tree" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS && chmod 644 SHA256SUMS)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)}
tar -C "$work" --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -cf "$work/$name.tar" "$name"
gzip -n -9 -c "$work/$name.tar" >"$out/$name.tar.gz"
(cd "$out" && sha256sum ./*.tar.gz | sed 's| \./| |' >SHA256SUMS)
echo "$out/$name.tar.gz"
