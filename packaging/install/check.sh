# What --check reports.
# shellcheck shell=sh

# Prints one line for each part. Its exit status is 0 if all are in order.
check() {
    well=0
    say "package       $version for PHP $wanted_php ($wanted_build), $wanted_machine, glibc $wanted_glibc or later"
    libc=$(libc_of_machine)
    case "$libc" in musl) ;; *) libc="glibc ${libc:-of an unknown version}" ;; esac
    say "machine       $(uname -m), $libc"
    for php in $phps; do
        use_php "$php"
        check_extension || well=1
    done
    [ -z "$whmcs" ] || check_addon || well=1
    return "$well"
}

check_extension() {
    good=0
    say "PHP           ${php_name:+$php_name, }$php, $(fact "$cli_facts" 'PHP Version') ($cli_build)"
    say "$fpm_notes"
    for dir in $ext_dirs; do
        so=$dir/virtfusion_direct.so
        if [ ! -f "$so" ]; then
            say "extension     not installed in $dir"
            good=1
        elif cmp -s "$so" "$library"; then
            say "extension     installed, current: $so"
        else
            say "extension     installed, not this package's: $so is version $(extension_version "$so")"
            good=1
        fi
    done
    loaded "command line" "$php" "$("$php" -m 2>/dev/null)" || good=1
    if [ -n "$fpm" ]; then
        loaded "$(basename "$fpm")" "$fpm" "$("$fpm" -m 2>/dev/null)" || good=1
        running || good=1
    fi
    return "$good"
}

check_addon() {
    target=$(addon_of "$whmcs")
    if [ ! -d "$target" ]; then
        say "addon         not installed in $whmcs"
    elif same_addon "$target"; then
        say "addon         installed, current: $target"
        return 0
    else
        say "addon         installed, not this package's: $target is version $(addon_version "$target")"
    fi
    return 1
}

loaded() { # NAME PROGRAM MODULES
    if printf '%s\n' "$3" | grep -qx virtfusion_direct; then
        printf '%-13s loads it: %s\n' "$1" "$2"
    else
        printf '%-13s does not load it: %s\n' "$1" "$2"
        return 1
    fi
}

# A running PHP-FPM uses the library that it has mapped; a replaced one is listed as deleted.
running() {
    result=0
    for exe in /proc/[0-9]*/exe; do
        [ "$(readlink "$exe" 2>/dev/null)" = "$(readlink -f "$fpm")" ] || continue
        process=${exe%/exe}
        process=${process#/proc/}
        # Only the masters: a worker's parent is a PHP-FPM too.
        parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$process/status" 2>/dev/null) || continue
        [ "$(readlink "/proc/$parent/exe" 2>/dev/null)" != "$(readlink -f "$fpm")" ] || continue
        mapped=$(grep virtfusion_direct "/proc/$process/maps" 2>/dev/null || true)
        case "$mapped" in
            '') say "              process $process runs without it: restart PHP-FPM"; result=1 ;;
            *'(deleted)'*) say "              process $process runs with a replaced version: restart PHP-FPM"; result=1 ;;
            *) say "              process $process runs with it" ;;
        esac
    done
    return "$result"
}

