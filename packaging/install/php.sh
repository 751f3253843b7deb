# One PHP: what it reports of itself, its PHP-FPM, and its folders. use_php sets what the other parts work on.
# shellcheck shell=sh

# "php -i" and "php-fpm -i" use the same names.
fact() { printf '%s\n' "$1" | sed -n "s/^$2 => //p" | head -n 1; }
physical() { (cd "$1" 2>/dev/null && pwd -P) || printf '%s\n' "$1"; }
add_line() { # LIST ENTRY: the list with the entry, once
    if printf '%s\n' "$1" | grep -qxF "$2"; then printf '%s\n' "$1"; else printf '%s\n' "${1:+$1$newline}$2"; fi
}
# With PHP_INI_SCAN_DIR, PHP may scan several folders; the last one takes precedence.
scanned() { printf '%s\n' "$1" | tr ':' '\n' | grep -v '^$' | tail -n 1; }


# The PHPs to work on, as programs: those named with --php; else those that an earlier installation here was for; else those that
# WHMCS uses; else the only one of a hosting panel that this package is for; else the one in PATH.
choose_phps() {
    phps='' notes=''
    if [ -n "$named" ]; then
        for php in $named; do
            found=$(program_named "$php") || found=$(command -v "$php" 2>/dev/null) ||
                fail "$php, given with --php, is neither a program nor one of the names that --list prints"
            phps=$(add_line "$phps" "$found")
        done
        return 0
    fi
    if [ "$action" != install ] && [ -f "$state/php" ]; then
        for php in $(cat "$state/php"); do
            [ ! -x "$php" ] || ! ours "$php" || phps=$(add_line "$phps" "$php")
        done
        [ -z "$phps" ] || return 0
    fi
    determine
    notes=$whmcs_notes
    if [ -n "$web_php" ]; then
        phps=$web_php
    else
        for php in $(host_programs); do
            [ "$(fact "$("$php" -i 2>/dev/null)" 'PHP Extension Build')" != "$wanted_build" ] || phps=$(add_line "$phps" "$php")
        done
        case "$phps" in
            *"$newline"*) fail "this package fits several PHPs, and nothing says which of them runs WHMCS; name one or more with --php:
$phps" ;;
            '') phps=$(php_in_path) ;;
        esac
        notes=$(add_line "$notes" "PHP:       assumed to be $phps; --list shows the others, and --php names one")
    fi
    [ -n "$phps" ] || fail "PHP was not found; name its command line program with --php"
    [ -z "$cron_php" ] || add_cron_php
}
# Whether this package has a library for a PHP; what another package has installed can only be removed from here.
ours() { # PROGRAM
    its_build=$(fact "$("$1" -i 2>/dev/null)" 'PHP Extension Build')
    [ "$action" = uninstall ] || [ "$its_build" = "$wanted_build" ] || [ -f "$(built_for "$its_build")" ]
}
php_in_path() {
    for name in "php$wanted_php" "php$(printf %s "$wanted_php" | tr -d .)" php; do
        command -v "$name" 2>/dev/null && return 0
    done
    return 0
}
# The cron may run on another PHP than the web server, for which another package may be needed.
add_cron_php() {
    facts=$(cd "$whmcs" && "$cron_php" -i 2>/dev/null) || return 0
    web_facts=$("$phps" -i 2>/dev/null) || return 0
    if [ "$(extension_folder "$facts")" = "$(extension_folder "$web_facts")" ]; then
        return 0
    elif [ "$(fact "$facts" 'PHP Extension Build')" = "$wanted_build" ] || [ "$build" = yes ]; then
        phps=$(add_line "$phps" "$cron_php")
    else
        notes=$(add_line "$notes" "PHP:       not $cron_php, which runs WHMCS's cron: install the package of $(package_for "$facts") too, or have the cron run on $phps")
    fi
}

use_php() { # PROGRAM
    php=$1
    cli_facts=$("$php" -i 2>/dev/null) || fail "$php does not run"
    php_name=$(name_in "$(extension_folder "$cli_facts")/")
    # A hosting panel's `php` in PATH starts the PHP of the folder that it is called in.
    program=$(program_named "$php_name") && [ "$(name_in "$php")" != "$php_name" ] && php=$program
    cli_build=$(fact "$cli_facts" 'PHP Extension Build')
    [ -n "$cli_build" ] || fail "$php -i reports no extension build: is it PHP's command line program?"
    fpm=$named_fpm ext_dirs=$named_ext_dirs ini_dirs=$named_ini_dirs
    find_fpm
    find_folders
    find_library
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
    case "$php_name" in
        lsphp*)
            fpm_notes="PHP-FPM:   LiteSpeed runs $(dirname "$php")/lsphp, which has the folders of $php"
            return 0
            ;;
    esac
    bin=$(dirname "$(readlink -f "$php")") seen='' minor=$(fact "$cli_facts" 'PHP Version' | sed -E 's/^([0-9]+\.[0-9]+).*/\1/')
    for candidate in "$bin/php-fpm$minor" "$bin/../sbin/php-fpm$minor" "$bin/../sbin/php-fpm" "$bin/php-fpm" \
        "$bin/../sbin/php-fpm$(printf %s "$minor" | tr -d .)" "$(command -v "php-fpm$minor" || true)" "$(command -v php-fpm || true)"; do
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
        # CloudLinux's PHP Selector offers users what is in this folder.
        for dir in $(printf '%s\n' "$ini_dirs" | sed -n 's|^\(/opt/alt/php[0-9]*/etc\)/php\.d$|\1/php.d.all|p'); do
            [ ! -d "$dir" ] || ini_dirs=$(add_line "$ini_dirs" "$dir")
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
