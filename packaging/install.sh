#!/bin/sh
# Installs the extension virtfusion_direct and the WHMCS addon virtfusion_stock from this folder, an unpacked release.
# It checks everything before it writes anything, and keeps what it replaces: --rollback restores it.
# Needs a POSIX shell, coreutils, sed, grep and the PHP that it installs for.
set -eu

usage() {
    cat <<'TEXT'
usage: ./install.sh [--whmcs DIR] [--php PHP]... [--fpm FILE] [--ext-dir DIR] [--ini-dir DIR]... [--state-dir DIR] [--no-extension] [--build]
       ./install.sh --list      [--whmcs DIR]
       ./install.sh --check     [the same options]
       ./install.sh --rollback  [the same options]
       ./install.sh --uninstall [the same options]

  --whmcs DIR      also install the addon into this WHMCS, the folder with init.php
  --php PHP        PHP's command line program, or a name that --list prints, such as ea-php82; may be repeated. Default: those that
                   run WHMCS, as the hosting panel's files and the crontab say, else the one in PATH. --check, --rollback and
                   --uninstall work on those that an installation was for
  --fpm FILE       PHP-FPM's program; default: the one of the same installation as that PHP, if there is one
  --ext-dir DIR    PHP's extension folder; default: as PHP reports it
  --ini-dir DIR    a folder that PHP scans for settings, may be repeated; default: as PHP reports it, for every way to run it
  --state-dir DIR  where replaced versions and the list of installations are kept; default: /var/lib/virtfusion-stock
  --no-extension   install only the addon
  --build          compile the extension here, for a PHP that this package is not for; needs Rust, clang and PHP's headers
  --list           list the PHPs of this machine, which of them this package is for, and which of them run WHMCS
  --check          report what is installed, current and loaded; changes nothing
  --rollback       restore what the last installation replaced
  --uninstall      remove the extension, its settings and, with --whmcs or where this script installed it, the addon

Without arguments, on a terminal, it asks for WHMCS's folder. With arguments it asks nothing.
Exit status: 0 success; 1 --check found a problem; 2 nothing was changed, the reason is on standard error.
TEXT
}

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd -P)
[ -r "$here/release" ] || fail "$here is not an unpacked release: the file 'release' is missing"
# shellcheck disable=SC2016 # sed's own dollar
field() { sed -n "s/^$1=//p" "$here/release"; }
version=$(field version)
wanted_php=$(field php)
wanted_build=$(field build)
wanted_machine=$(field machine)
wanted_debug=$(field debug)
wanted_glibc=$(field glibc)

action=install whmcs='' named='' named_fpm='' named_ext_dirs='' named_ini_dirs='' state=/var/lib/virtfusion-stock extension=yes build=no
newline='
'
asked=$#
# A list of folders has one folder in each line.
IFS=$newline
while [ $# -gt 0 ]; do
    case "$1" in
        --whmcs | --php | --fpm | --ext-dir | --ini-dir | --state-dir)
            [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value; see --help"
            case "$1" in
                --whmcs) whmcs=$2 ;;
                --php) named="${named:+$named$newline}$2" ;;
                --fpm) named_fpm=$2 ;;
                --ext-dir) named_ext_dirs=$2 ;;
                --ini-dir) named_ini_dirs="${named_ini_dirs:+$named_ini_dirs$newline}$2" ;;
                --state-dir) state=$2 ;;
            esac
            shift 2
            ;;
        --no-extension) extension=no; shift ;;
        --build) build=yes; shift ;;
        --list | --check | --rollback | --uninstall)
            [ "$action" = install ] || fail "--$action and $1 exclude each other"
            action=${1#--}
            shift
            ;;
        -h | --help) usage; exit 0 ;;
        *) fail "unknown argument: $1; see --help" ;;
    esac
done
if [ "$asked" = 0 ]; then
    [ -t 0 ] || { usage >&2; exit 2; }
    printf "WHMCS's folder (blank: install only the extension): "
    IFS= read -r whmcs
fi
[ "$build" = no ] || [ "$action$extension" = installyes ] || fail "--build belongs to an installation of the extension"
[ "$extension" = yes ] || [ -n "$whmcs" ] || fail "--no-extension without --whmcs leaves nothing to do"

# shellcheck source=packaging/install/hosts.sh
. "$here/install/hosts.sh"
# shellcheck source=packaging/install/whmcs.sh
. "$here/install/whmcs.sh"
# shellcheck source=packaging/install/php.sh
. "$here/install/php.sh"
# shellcheck source=packaging/install/build.sh
. "$here/install/build.sh"
# shellcheck source=packaging/install/package.sh
. "$here/install/package.sh"
# shellcheck source=packaging/install/extension.sh
. "$here/install/extension.sh"
# shellcheck source=packaging/install/addon.sh
. "$here/install/addon.sh"
# shellcheck source=packaging/install/check.sh
. "$here/install/check.sh"

# The WHMCS folders and the PHPs of all installations here.
remember() {
    for list in whmcs php; do
        { [ ! -f "$state/$list" ] || cat "$state/$list"; remembered "$list"; } | sort -u >"$state/$list.new.$$"
        mv -f "$state/$list.new.$$" "$state/$list"
    done
}
remembered() { # LIST
    case "$1" in
        whmcs) [ -z "$whmcs" ] || say "$whmcs" ;;
        php) [ -z "$phps" ] || say "$phps" ;;
    esac
}

# Checks everything, for every PHP, before anything is written.
install_all() {
    check_package
    if [ "$extension" = yes ]; then
        check_machine
        for php in $phps; do
            use_php "$php"
            check_others
            check_folders
            [ "$build" = no ] || build_library
            check_build
        done
    fi
    check_writable
    [ -z "$notes" ] || say "$notes"
    for php in $phps; do
        use_php "$php"
        say "PHP:       ${php_name:+$php_name, }$php"
        say "$fpm_notes"
        install_extension
    done
    install_addon
    remember
    say "Undo:      $0 --rollback${whmcs:+ --whmcs $whmcs} restores what was replaced; --uninstall removes everything."
    after
}

check_all_folders() {
    for php in $phps; do
        use_php "$php"
        check_folders
    done
    check_writable
}

rollback() {
    check_all_folders
    found=no
    for php in $phps; do
        use_php "$php"
        rollback_extension
    done
    [ -z "$whmcs" ] || rollback_addon
    [ "$found" = yes ] || fail "nothing is kept in $state: the last installation replaced nothing; use --uninstall to remove it"
    after
}

uninstall() {
    check_all_folders
    for php in $phps; do
        use_php "$php"
        uninstall_extension
    done
    uninstall_addon
    rm -f "$state/whmcs"
    [ "$extension" = no ] || rm -f "$state/php"
    rmdir "$state" 2>/dev/null || true
    say "Quantities stay as they are. The addon's tables, mod_virtfusion_stock and those that begin with it, are kept until you drop them."
    for php in $phps; do
        use_php "$php"
        [ -z "$fpm" ] || say "Restart $(basename "$fpm"): its workers still have the extension loaded."
        [ -z "$php_name" ] || restarts
    done
}

after() {
    [ "$extension" = yes ] || return 0
    for php in $phps; do
        use_php "$php"
        restarts
    done
    say "Then:      $0 --check${whmcs:+ --whmcs $whmcs}"
}

check_whmcs
phps='' notes=''
if [ "$extension" = yes ] && [ "$action" != list ]; then
    choose_phps
    case "$phps" in
        *"$newline"*) [ -z "$named_fpm$named_ext_dirs$named_ini_dirs" ] || fail "--fpm, --ext-dir and --ini-dir need a single --php" ;;
    esac
fi
case "$action" in
    list) list ;;
    check) check && exit 0 || exit 1 ;;
    rollback) rollback ;;
    uninstall) uninstall ;;
    install) install_all ;;
esac
