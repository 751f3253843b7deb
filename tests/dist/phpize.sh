#!/bin/sh
# Builds the extension by phpize, configure and make, as PIE does, from a copy of the tree, and installs it into a folder.
# Crates that are already built in TARGET (default target/) are reused.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
git -C "$here" ls-files -co --exclude-standard | tar -C "$here" --ignore-failed-read -cf - -T - | tar -C "$work" -xf -
ln -s "${TARGET:-$here/target}" "$work/target"
build=$work/$(php -r 'echo json_decode(file_get_contents($argv[1]), true)["php-ext"]["build-path"];' "$here/composer.json")
cd "$build"
for step in "phpize" "./configure --with-php-config=$(command -v php-config)" "make" "make install INSTALL_ROOT=$work/root"; do
    # shellcheck disable=SC2086 # a command and its words
    env -u CARGO_TARGET_DIR $step >"$work/log" 2>&1 || { echo "FAILED: $step" >&2; tail -n 30 "$work/log" >&2; exit 1; }
done
left=$(cd "$work" && find packaging/phpize ! -type d | while IFS= read -r file; do
    git -C "$here" ls-files --error-unmatch "$file" >/dev/null 2>&1 || git -C "$here" check-ignore -q "$file" || echo "$file"
done)
[ -z "$left" ] || { echo "FAILED: phpize's files would be taken for sources: $left" >&2; exit 1; }
library=$work/root$(php-config --extension-dir)/virtfusion_direct.so
loaded=$(php -n -d extension="$library" -r 'echo phpversion("virtfusion_direct");')
[ "$loaded" = "$("$here/packaging/version.sh")" ] || { echo "FAILED: phpize's library says version '$loaded'" >&2; exit 1; }
echo "phpize, configure, make, make install: version $loaded loads"
