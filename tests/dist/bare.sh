#!/bin/sh
# Follows the README on a bare Debian with git, make and cargo: its commands from a fresh clone, a release, its installer, `php --ri`,
# and the removal. Run by `make test-bare` in a chroot; it installs and writes as root.
set -eu

cd "$(dirname "$0")/../.."
step() { printf '\n==== %s\n' "$*"; }

step make demo
make demo
step make test
make test
step make dist
make dist
step install.sh
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
mkdir -p "$shop/modules/addons"
echo '<?php' >"$shop/init.php"
tar -C "$shop" -xzf dist/virtfusion-stock-*.tar.gz
release=$(echo "$shop"/virtfusion-stock-*)
"$release/install.sh" --whmcs "$shop"
"$release/install.sh" --check --whmcs "$shop"
step php --ri virtfusion_direct
php --ri virtfusion_direct
step install.sh --uninstall
"$release/install.sh" --uninstall --whmcs "$shop"
if php --ri virtfusion_direct; then
    echo 'PHP still has the extension' >&2
    exit 1
fi
[ -z "$(git status --porcelain)" ] || { echo "The tree is no longer as it was cloned:" >&2; git status --porcelain >&2; exit 1; }
step 'all of it holds'
