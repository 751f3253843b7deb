# The extension in one PHP: install, roll back, remove. Works on what use_php has set.
# shellcheck shell=sh

former_extension_of() { printf '%s/%s-%s\n' "$state" "$(printf %s "$cli_build" | tr ',' -)" "$(printf %s "$1" | cksum | tr ' ' -)"; }
# Loads the library without any setting and asks it for its version.
extension_version() { "$php" -n -d extension="$1" -r 'echo phpversion("virtfusion_direct");' 2>/dev/null || true; }

# Copies and then renames: overwriting a library in place crashes running workers. The temporary file is created in the folder
# itself, so that it gets the folder's security label.
place() { # FILE TARGET
    cp "$1" "$2.new.$$"
    chmod 644 "$2.new.$$"
    mv -f "$2.new.$$" "$2"
}

install_extension() {
    printf '%s\n' "$ext_dirs" | while IFS= read -r dir; do
        target=$dir/virtfusion_direct.so
        if cmp -s "$library" "$target"; then
            say "extension: $target is up to date"
            continue
        fi
        former=$(former_extension_of "$dir").so
        if [ -f "$target" ]; then
            place "$target" "$former"
            say "extension: the replaced file is kept as $former"
        else
            rm -f "$former"
        fi
        place "$library" "$target"
        say "extension: $target"
    done
    printf '%s\n' "$ini_dirs" | while IFS= read -r dir; do
        if ini=$(loading_file "$dir"); then
            say "settings:  $ini already loads the extension and is not changed"
            continue
        fi
        available=$(dirname "$(dirname "$dir")")/mods-available
        if [ -d "$available" ]; then
            # The same layout as phpenmod, so that phpenmod and phpdismod keep working.
            [ -f "$available/virtfusion_direct.ini" ] && grep -Eq "$loads" "$available/virtfusion_direct.ini" ||
                settings >>"$available/virtfusion_direct.ini"
            ln -sf "$available/virtfusion_direct.ini" "$dir/20-virtfusion_direct.ini"
        else
            settings >>"$dir/20-virtfusion_direct.ini"
        fi
        say "settings:  $dir/20-virtfusion_direct.ini"
    done
}

settings() { printf '%s\n' '; priority=20' 'extension=virtfusion_direct'; }

rollback_extension() {
    for dir in $ext_dirs; do
        former=$(former_extension_of "$dir").so
        [ -f "$former" ] || continue
        place "$dir/virtfusion_direct.so" "$former.swap"
        place "$former" "$dir/virtfusion_direct.so"
        mv -f "$former.swap" "$former"
        say "extension: $dir/virtfusion_direct.so is $(extension_version "$dir/virtfusion_direct.so") again"
        found=yes
    done
}

uninstall_extension() {
    for dir in $ini_dirs; do
        while ini=$(loading_file "$dir"); do
            source=$(readlink -f "$ini")
            grep -Ev "$loads" "$source" >"$state/settings.$$" || true
            if grep -Eqv '^[[:space:]]*(;.*)?$' "$state/settings.$$"; then
                cp "$source" "$state/$(basename "$source")"
                say "settings:  $source had other settings too; a copy is $state/$(basename "$source")"
            fi
            rm -f "$state/settings.$$"
            # A file with another name has other settings too: only the line is removed.
            case "$(basename "$source")" in
                *virtfusion_direct.ini) rm -f "$ini" "$source" ;;
                *) sed -E -i "\\~$loads~d" "$source" ;;
            esac
            say "settings:  removed from $ini"
        done
        # Debian's links in other folders now point nowhere.
        for ini in "$dir"/*virtfusion_direct.ini; do
            [ ! -L "$ini" ] || [ -e "$ini" ] || rm -f "$ini"
        done
    done
    for dir in $ext_dirs; do
        if [ -f "$dir/virtfusion_direct.so" ]; then
            rm -f "$dir/virtfusion_direct.so" "$(former_extension_of "$dir").so"
            say "extension: removed $dir/virtfusion_direct.so"
        fi
    done
}
