# The addon in a WHMCS: install, roll back, remove.
# shellcheck shell=sh

addon_of() { printf '%s\n' "$1/modules/addons/virtfusion_stock"; }
former_addon_of() { printf '%s/addon-%s\n' "$state" "$(printf %s "$1" | cksum | tr ' ' -)"; }
same_addon() { # DIR: whether it has all files of this package's addon; files that an operator added do not count
    (cd "$here/addon/virtfusion_stock" && find . -type f) | while IFS= read -r file; do
        cmp -s "$here/addon/virtfusion_stock/$file" "$1/$file" || exit 1
    done
}
owner_of() { stat -c %u:%g "$1"; }
# Version 1.0.0 has the file in lib/ itself.
addon_version() {
    sed -n "s/.*public const VERSION = '\([^']*\)'.*/\1/p" "$1/lib/Shop/Installation.php" "$1/lib/Installation.php" 2>/dev/null || true
}

copy_addon() { # FROM TO, with the owner and modes of the folder around it
    cp -R "$1" "$2"
    find "$2" -type d -exec chmod "$(stat -c %a "$whmcs/modules/addons")" {} +
    find "$2" -type f -exec chmod 644 {} +
    chmod 755 "$2/bin/stock"
    [ "$(id -u)" != 0 ] || chown -R "$(owner_of "$whmcs/modules/addons")" "$2"
}

install_addon() {
    [ -n "$whmcs" ] || return 0
    target=$(addon_of "$whmcs")
    former=$(former_addon_of "$whmcs")
    if [ -d "$target" ] && same_addon "$target"; then
        say "addon:     $target is up to date"
        return 0
    fi
    copy_addon "$here/addon/virtfusion_stock" "$target.new.$$"
    rm -rf "$former"
    if [ -d "$target" ]; then
        # Keeps translations that the operator added.
        (cd "$target" && [ ! -d lang ] || find lang -type f) | while IFS= read -r file; do
            [ -e "$target.new.$$/$file" ] || {
                mkdir -p "$target.new.$$/$(dirname "$file")"
                cp -p "$target/$file" "$target.new.$$/$file"
            }
        done
        cp -Rp "$target" "$former"
        rm -rf "$target.old.$$"
        mv "$target" "$target.old.$$"
        say "addon:     the replaced version is kept as $former"
    fi
    mv "$target.new.$$" "$target"
    rm -rf "$target.old.$$"
    say "addon:     $target"
}

rollback_addon() {
    former=$(former_addon_of "$whmcs")
    target=$(addon_of "$whmcs")
    [ -d "$former" ] || return 0
    cp -Rp "$former" "$target.new.$$"
    rm -rf "$former"
    [ ! -d "$target" ] || { cp -Rp "$target" "$former"; rm -rf "$target"; }
    mv "$target.new.$$" "$target"
    say "addon:     $target is $(addon_version "$target") again"
    found=yes
}

uninstall_addon() {
    { [ -z "$whmcs" ] || say "$whmcs"; [ -n "$whmcs" ] || [ ! -f "$state/whmcs" ] || cat "$state/whmcs"; } |
        while IFS= read -r root; do
            [ -d "$(addon_of "$root")" ] || continue
            rm -rf "$(addon_of "$root")" "$(former_addon_of "$root")"
            say "addon:     removed $(addon_of "$root")"
        done
}
