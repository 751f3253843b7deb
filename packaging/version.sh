#!/bin/sh
# Prints the version in Cargo.toml. Fails if the addon or Cargo.lock has another version, or the changelog has no section for it.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$here/Cargo.toml")
addon=$(sed -n "s/.*public const VERSION = '\([^']*\)'.*/\1/p" "$here/php/modules/addons/virtfusion_stock/lib/Shop/Installation.php")
locked=$(sed -n '/^name = "virtfusion_direct"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$here/Cargo.lock")
for other in "Installation.php:$addon" "Cargo.lock:$locked"; do
    if [ "${other#*:}" != "$version" ]; then
        echo "${other%%:*} has version ${other#*:}, but Cargo.toml has $version" >&2
        exit 1
    fi
done
if ! grep -q "^## $version - " "$here/CHANGELOG.md"; then
    echo "CHANGELOG.md has no section '## $version - DATE'" >&2
    exit 1
fi
echo "$version"
