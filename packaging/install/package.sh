# This package: whether it is complete, and whether this machine and this PHP can use it.
# shellcheck shell=sh

check_package() {
    (cd "$here" && sha256sum --quiet --check --strict SHA256SUMS >/dev/null 2>&1) ||
        fail "the package is damaged: its files differ from SHA256SUMS; download and unpack it again"
}

# The C library of this machine: "musl", or glibc's version, or nothing where neither says so.
libc_of_machine() {
    said=$(getconf GNU_LIBC_VERSION 2>/dev/null) || said=$(ldd --version 2>&1) || true
    case "$said" in
        *musl*) say musl ;;
        *) printf '%s\n' "$said" | sed -nE '1s/.*[^0-9.]([0-9]+\.[0-9]+)$/\1/p' ;;
    esac
}

check_machine() {
    machine=$(uname -m)
    libc=$(libc_of_machine)
    [ "$libc" != musl ] || fail "this machine's C library is musl, as on Alpine Linux. The extension needs glibc, as on Debian, Ubuntu, \
AlmaLinux and CloudLinux; --build does not help"
    [ "$build" = no ] || return 0
    [ "$machine" = "$wanted_machine" ] || fail "this package is for $wanted_machine, and this machine is $machine; take that package, or use --build"
    [ -z "$libc" ] || [ "$(printf '%s\n' "$libc" "$wanted_glibc" | sort -V | head -n 1)" = "$wanted_glibc" ] ||
        fail "this package needs glibc $wanted_glibc or later, and this machine has $libc; --build compiles the extension here"
}

check_build() {
    if [ "$library" = "$here/virtfusion_direct.so" ]; then
        if [ "$cli_build" != "$wanted_build" ]; then
            fail "this package is for PHP $wanted_php ($wanted_build), and $php is PHP $(fact "$cli_facts" 'PHP Version') ($cli_build); \
take the package of $(package_for "$cli_facts"), or compile the extension with --build, or name another PHP with --php"
        fi
        case "$(fact "$cli_facts" 'Debug Build')" in yes) debug=yes ;; *) debug=no ;; esac
        [ "$debug" = "$wanted_debug" ] ||
            fail "this package is for PHP with debug=$wanted_debug, and $php has debug=$debug; compile the extension with --build"
    fi
    said=$("$php" -n -d display_errors=stderr -d log_errors=0 -d extension="$library" \
        -r 'exit(extension_loaded("virtfusion_direct") ? 0 : 1);' 2>&1) ||
        fail "$php cannot load the extension: $said"
}

# cargo-php uses another name for the library. PHP would load both and use the one that it loads first.
check_others() {
    for dir in $ini_dirs; do
        for ini in $(settings_files "$dir"); do
            ! grep -Eqs '^[[:space:]]*extension[[:space:]]*=.*libvirtfusion_direct' "$ini" ||
                fail "$ini loads cargo-php's copy of the extension; remove that line first, or run 'cargo php remove'"
        done
    done
}

check_folders() {
    for dir in $ext_dirs $ini_dirs; do
        [ -d "$dir" ] || fail "$dir is no folder"
        [ -w "$dir" ] || fail "$dir cannot be written; run this as root"
    done
}

check_writable() {
    [ -z "$whmcs" ] || [ -w "$whmcs/modules/addons" ] || fail "$whmcs/modules/addons cannot be written; run this as root"
    mkdir -p "$state" 2>/dev/null && [ -w "$state" ] || fail "$state cannot be written; run this as root, or choose another folder with --state-dir"
    chmod 700 "$state"
}
