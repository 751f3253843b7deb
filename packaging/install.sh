#!/bin/sh
# Installs the extension virtfusion_direct and the WHMCS addon virtfusion_stock from this folder, an unpacked release.
# It checks everything before it writes anything, and keeps what it replaces: --rollback restores it.
# Needs a POSIX shell, coreutils, sed, grep and the PHP that it installs for.
set -eu

usage() {
    cat <<'TEXT'
usage: ./install.sh [--whmcs DIR] [--php FILE] [--fpm FILE] [--ext-dir DIR] [--ini-dir DIR]... [--state-dir DIR] [--no-extension]
       ./install.sh --check     [the same options]
       ./install.sh --rollback  [the same options]
       ./install.sh --uninstall [the same options]

  --whmcs DIR      also install the addon into this WHMCS, the folder with init.php
  --php FILE       PHP's command line program; default: the one of this package's version in PATH
  --fpm FILE       PHP-FPM's program; default: the one of the same installation as that PHP, if there is one
  --ext-dir DIR    PHP's extension folder; default: as PHP reports it
  --ini-dir DIR    a folder that PHP scans for settings, may be repeated; default: as PHP reports it, for every way to run it
  --state-dir DIR  where replaced versions and the list of installations are kept; default: /var/lib/virtfusion-stock
  --no-extension   install only the addon
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

action=install whmcs='' php='' fpm='' ext_dirs='' ini_dirs='' state=/var/lib/virtfusion-stock extension=yes
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
                --php) php=$2 ;;
                --fpm) fpm=$2 ;;
                --ext-dir) ext_dirs=$2 ;;
                --ini-dir) ini_dirs="${ini_dirs:+$ini_dirs$newline}$2" ;;
                --state-dir) state=$2 ;;
            esac
            shift 2
            ;;
        --no-extension) extension=no; shift ;;
        --check | --rollback | --uninstall)
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
[ "$extension" = yes ] || [ -n "$whmcs" ] || fail "--no-extension without --whmcs leaves nothing to do"

# "php -i" and "php-fpm -i" use the same names.
fact() { printf '%s\n' "$1" | sed -n "s/^$2 => //p" | head -n 1; }
physical() { (cd "$1" 2>/dev/null && pwd -P) || printf '%s\n' "$1"; }
add_line() { # LIST ENTRY: the list with the entry, once
    if printf '%s\n' "$1" | grep -qxF "$2"; then printf '%s\n' "$1"; else printf '%s\n' "${1:+$1$newline}$2"; fi
}
# With PHP_INI_SCAN_DIR, PHP may scan several folders; the last one takes precedence.
scanned() { printf '%s\n' "$1" | tr ':' '\n' | grep -v '^$' | tail -n 1; }

find_php() {
    if [ -z "$php" ]; then
        for name in "php$wanted_php" "php$(printf %s "$wanted_php" | tr -d .)" php; do
            php=$(command -v "$name" 2>/dev/null) && break
        done
        [ -n "$php" ] || fail "PHP was not found; name its command line program with --php"
    fi
    [ -x "$php" ] || php=$(command -v "$php" 2>/dev/null) || fail "the program given with --php cannot be run"
    cli_facts=$("$php" -i 2>/dev/null) || fail "$php does not run"
    cli_build=$(fact "$cli_facts" 'PHP Extension Build')
    [ -n "$cli_build" ] || fail "$php -i reports no extension build: is it PHP's command line program?"
}

extension_folder() { # FACTS
    dir=$(fact "$1" extension_dir)
    physical "${dir%% => *}"
}
# The folder with an installation's settings. Debian has one below it for each way to run PHP.
settings_folder() { # FACTS
    dir=$(scanned "$(fact "$1" 'Scan this dir for additional .ini files')")
    case "$dir" in '' | '(none)') dir=$(fact "$1" 'Configuration File (php.ini) Path') ;; esac
    physical "$dir" | sed -E 's|/conf\.d$||; s#/(cli|fpm|cgi|apache2)$##'
}
other_installation() { # FACTS: how they differ from those of the command line's PHP; nothing if they belong to the same installation
    build=$(fact "$1" 'PHP Extension Build')
    if [ "$build" != "$cli_build" ]; then
        printf 'its build is %s, not %s' "$build" "$cli_build"
    elif [ "$(extension_folder "$1")" != "$(extension_folder "$cli_facts")" ]; then
        printf 'its extension folder is %s, not %s' "$(extension_folder "$1")" "$(extension_folder "$cli_facts")"
    elif [ "$(settings_folder "$1")" != "$(settings_folder "$cli_facts")" ]; then
        printf 'its settings are in %s, not in %s' "$(settings_folder "$1")" "$(settings_folder "$cli_facts")"
    fi
}

find_fpm() {
    fpm_facts='' fpm_notes=''
    if [ -n "$fpm" ]; then
        fpm_facts=$("$fpm" -i 2>/dev/null) || fail "$fpm does not run"
        [ "$(fact "$fpm_facts" 'PHP Extension Build')" = "$cli_build" ] ||
            fail "$fpm and $php are different builds of PHP: $(fact "$fpm_facts" 'PHP Extension Build') and $cli_build"
        other=$(other_installation "$fpm_facts")
        fpm_notes="PHP-FPM:   $fpm, as named with --fpm${other:+; it is another installation than $php: $other}"
        return 0
    fi
    bin=$(dirname "$(readlink -f "$php")") seen=''
    for candidate in "$bin/php-fpm$wanted_php" "$bin/../sbin/php-fpm$wanted_php" "$bin/../sbin/php-fpm" "$bin/php-fpm" \
        "$(command -v "php-fpm$wanted_php" || true)" "$(command -v php-fpm || true)"; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        candidate=$(readlink -f "$candidate")
        ! printf '%s\n' "$seen" | grep -qxF "$candidate" || continue
        seen=$(add_line "$seen" "$candidate")
        facts=$("$candidate" -i 2>/dev/null) || continue
        other=$(other_installation "$facts")
        if [ -z "$other" ]; then
            fpm=$candidate fpm_facts=$facts
            fpm_notes=$(add_line "$fpm_notes" "PHP-FPM:   $fpm, which has the build ($cli_build), the extension folder \
($(extension_folder "$facts")) and the settings folder ($(settings_folder "$facts")) of $php")
            return 0
        fi
        fpm_notes=$(add_line "$fpm_notes" "PHP-FPM:   not $candidate: $other; name it with --fpm if it runs WHMCS")
    done
    fpm_notes=$(add_line "$fpm_notes" "PHP-FPM:   none belongs to $php; name it with --fpm if WHMCS runs on one")
}

find_folders() {
    if [ -z "$ext_dirs" ]; then
        for facts in "$cli_facts" "$fpm_facts"; do
            dir=$(fact "$facts" extension_dir)
            dir=${dir%% => *}
            [ -z "$dir" ] || ext_dirs=$(add_line "$ext_dirs" "$(physical "$dir")")
        done
    fi
    if [ -z "$ini_dirs" ]; then
        for facts in "$cli_facts" "$fpm_facts"; do
            dir=$(fact "$facts" 'Scan this dir for additional .ini files')
            [ -n "$dir" ] || continue
            [ "$dir" != '(none)' ] || fail "this PHP scans no folder for settings; add extension=virtfusion_direct to \
$(fact "$facts" 'Loaded Configuration File') yourself and name any folder it does scan with --ini-dir"
            ini_dirs=$(add_line "$ini_dirs" "$(physical "$(scanned "$dir")")")
        done
        # Debian has one folder for each way to run PHP, Apache's module included.
        for dir in $(printf '%s\n' "$ini_dirs" | sed -n 's|/cli/conf\.d$||p'); do
            for sibling in "$dir"/*/conf.d; do
                [ ! -d "$sibling" ] || ini_dirs=$(add_line "$ini_dirs" "$(physical "$sibling")")
            done
        done
    fi
}

# A line that loads the extension, with or without path, quotes and suffix.
loads='^[[:space:]]*extension[[:space:]]*=[[:space:]]*"?([^";]*/)?virtfusion_direct(\.so)?"?[[:space:]]*(;.*)?$'
# The php.ini of a folder is in its parent folder, on Debian and elsewhere.
settings_files() { printf '%s\n' "$1"/*.ini "$(dirname "$1")/php.ini"; }
loading_file() { # INI-DIR: the file in it, or the php.ini, that loads the extension
    for ini in $(settings_files "$1"); do
        if [ -f "$ini" ] && grep -Eq "$loads" "$ini"; then
            printf '%s\n' "$ini"
            return 0
        fi
    done
    return 1
}

addon_of() { printf '%s\n' "$1/modules/addons/virtfusion_stock"; }
former_addon_of() { printf '%s/addon-%s\n' "$state" "$(printf %s "$1" | cksum | tr ' ' -)"; }
former_extension_of() { printf '%s/%s-%s\n' "$state" "$(printf %s "$wanted_build" | tr ',' -)" "$(printf %s "$1" | cksum | tr ' ' -)"; }
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
# Loads the library without any setting and asks it for its version.
extension_version() { "$php" -n -d extension="$1" -r 'echo phpversion("virtfusion_direct");' 2>/dev/null || true; }

check_whmcs() {
    [ -n "$whmcs" ] || return 0
    [ -d "$whmcs" ] || fail "$whmcs is no folder; --whmcs needs the folder with WHMCS's init.php"
    whmcs=$(physical "$whmcs")
    [ -f "$whmcs/init.php" ] && [ -d "$whmcs/modules/addons" ] ||
        fail "$whmcs is no WHMCS: it has no init.php, or no modules/addons"
}

check_package() {
    (cd "$here" && sha256sum --quiet --check --strict SHA256SUMS >/dev/null 2>&1) ||
        fail "the package is damaged: its files differ from SHA256SUMS; download and unpack it again"
}

check_build() {
    machine=$(uname -m)
    [ "$machine" = "$wanted_machine" ] || fail "this package is for $wanted_machine, and this machine is $machine"
    if [ "$cli_build" != "$wanted_build" ]; then
        fail "this package is for PHP $wanted_php ($wanted_build), and $php is PHP $(fact "$cli_facts" 'PHP Version') \
($cli_build); take the package of that version and thread safety, or name another PHP with --php"
    fi
    case "$(fact "$cli_facts" 'Debug Build')" in yes) debug=yes ;; *) debug=no ;; esac
    [ "$debug" = "$wanted_debug" ] || fail "this package is for PHP with debug=$wanted_debug, and $php has debug=$debug"
    said=$("$php" -n -d display_errors=stderr -d log_errors=0 -d extension="$here/virtfusion_direct.so" \
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

check_writable() {
    for dir in $ext_dirs $ini_dirs ${whmcs:+"$whmcs/modules/addons"}; do
        [ -d "$dir" ] || fail "$dir is no folder"
        [ -w "$dir" ] || fail "$dir cannot be written; run this as root"
    done
    mkdir -p "$state" 2>/dev/null && [ -w "$state" ] || fail "$state cannot be written; run this as root, or choose another folder with --state-dir"
    chmod 700 "$state"
}

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
        if cmp -s "$here/virtfusion_direct.so" "$target"; then
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
        place "$here/virtfusion_direct.so" "$target"
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

remember() {
    { [ ! -f "$state/whmcs" ] || cat "$state/whmcs"; [ -z "$whmcs" ] || say "$whmcs"; } | sort -u >"$state/whmcs.new.$$"
    mv -f "$state/whmcs.new.$$" "$state/whmcs"
}

rollback() {
    found=no
    if [ "$extension" = yes ]; then
        for dir in $ext_dirs; do
            former=$(former_extension_of "$dir").so
            [ -f "$former" ] || continue
            place "$dir/virtfusion_direct.so" "$former.swap"
            place "$former" "$dir/virtfusion_direct.so"
            mv -f "$former.swap" "$former"
            say "extension: $dir/virtfusion_direct.so is $(extension_version "$dir/virtfusion_direct.so") again"
            found=yes
        done
    fi
    if [ -n "$whmcs" ]; then
        former=$(former_addon_of "$whmcs")
        target=$(addon_of "$whmcs")
        if [ -d "$former" ]; then
            cp -Rp "$former" "$target.new.$$"
            rm -rf "$former"
            [ ! -d "$target" ] || { cp -Rp "$target" "$former"; rm -rf "$target"; }
            mv "$target.new.$$" "$target"
            say "addon:     $target is $(addon_version "$target") again"
            found=yes
        fi
    fi
    [ "$found" = yes ] || fail "nothing is kept in $state: the last installation replaced nothing; use --uninstall to remove it"
    after
}

uninstall() {
    if [ "$extension" = yes ]; then
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
    fi
    { [ -z "$whmcs" ] || say "$whmcs"; [ -n "$whmcs" ] || [ ! -f "$state/whmcs" ] || cat "$state/whmcs"; } |
        while IFS= read -r root; do
            [ -d "$(addon_of "$root")" ] || continue
            rm -rf "$(addon_of "$root")" "$(former_addon_of "$root")"
            say "addon:     removed $(addon_of "$root")"
        done
    rm -f "$state/whmcs"
    rmdir "$state" 2>/dev/null || true
    say "Quantities stay as they are. The tables mod_virtfusion_stock, mod_virtfusion_stock_report and mod_virtfusion_stock_state are kept until you drop them."
    [ "$extension" = no ] || [ -z "$fpm" ] || say "Restart $(basename "$fpm"): its workers still have the extension loaded."
}

after() {
    [ "$extension" = yes ] || return 0
    [ -z "$fpm" ] || say "Next:      restart $(basename "$fpm"), so that the web server's PHP loads the extension."
    say "Then:      $0 --check${whmcs:+ --whmcs $whmcs}"
}

# Prints one line for each part. Its exit status is 0 if all are in order.
check() {
    well=0
    say "package       $version for PHP $wanted_php ($wanted_build), $wanted_machine"
    if [ "$extension" = yes ]; then
        say "$fpm_notes"
        for dir in $ext_dirs; do
            so=$dir/virtfusion_direct.so
            if [ ! -f "$so" ]; then
                say "extension     not installed in $dir"
                well=1
            elif cmp -s "$so" "$here/virtfusion_direct.so"; then
                say "extension     installed, current: $so"
            else
                say "extension     installed, not this package's: $so is version $(extension_version "$so")"
                well=1
            fi
        done
        loaded "command line" "$php" "$("$php" -m 2>/dev/null)" || well=1
        if [ -n "$fpm" ]; then
            loaded "$(basename "$fpm")" "$fpm" "$("$fpm" -m 2>/dev/null)" || well=1
            running || well=1
        fi
    fi
    if [ -n "$whmcs" ]; then
        target=$(addon_of "$whmcs")
        if [ ! -d "$target" ]; then
            say "addon         not installed in $whmcs"
            well=1
        elif same_addon "$target"; then
            say "addon         installed, current: $target"
        else
            say "addon         installed, not this package's: $target is version $(addon_version "$target")"
            well=1
        fi
    fi
    return "$well"
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

check_whmcs
if [ "$extension" = yes ]; then
    find_php
    find_fpm
    find_folders
fi
case "$action" in
    check) check && exit 0 || exit 1 ;;
    rollback) check_writable; rollback ;;
    uninstall) check_writable; uninstall ;;
    install)
        check_package
        [ "$extension" = no ] || { check_build; check_others; }
        check_writable
        [ "$extension" = no ] || { say "$fpm_notes"; install_extension; }
        install_addon
        remember
        say "Undo:      $0 --rollback${whmcs:+ --whmcs $whmcs} restores what was replaced; --uninstall removes everything."
        after
        ;;
esac
