# Which PHPs a hosting panel or distribution has installed, where they are, how they are named, and what restarts them.
# shellcheck shell=sh

# The name of the PHP that a text mentions by its path, its handler or its service; nothing if it mentions none. The last line counts.
name_in() { # TEXT
    printf '%s\n' "$1" | sed -nE '
        /^[[:space:]]*[#;]/d
        s#.*(ea-php[0-9]{2}).*#\1#p; t
        s#.*(alt-php|/opt/alt/php)([0-9]{2}).*#alt-php\2#p; t
        s#.*/opt/plesk/php/([0-9])\.([0-9]).*#plesk-php\1\2#p; t
        s#.*(plesk-php[0-9]{2}).*#\1#p; t
        s#.*(/usr/local/php|x-httpd-php)([0-9]{2}).*#directadmin-php\2#p; t
        s#.*(lsphp[0-9]{2}).*#\1#p; t
        s#.*/usr/bin/(php[0-9]\.[0-9]).*#\1#p' | tail -n 1
}

# The programs of the PHPs in the places of cPanel, CloudLinux, Plesk, DirectAdmin and LiteSpeed.
host_programs() {
    for program in /opt/cpanel/ea-php[0-9]*/root/usr/bin/php /opt/alt/php[0-9]*/usr/bin/php /opt/plesk/php/[0-9]*/bin/php \
        /usr/local/php[0-9]*/bin/php /usr/local/lsws/lsphp[0-9]*/bin/php; do
        [ ! -x "$program" ] || printf '%s\n' "$program"
    done
}

# The same, and the distribution's own.
known_programs() {
    host_programs
    for program in /usr/bin/php[0-9].[0-9]; do
        [ ! -x "$program" ] || printf '%s\n' "$program"
    done
}

program_named() { # NAME, as name_in prints it
    for program in $(known_programs); do
        [ "$(name_in "$program")" != "$1" ] || { printf '%s\n' "$program"; return 0; }
    done
    return 1
}

# One line for each PHP: its name, version, build, and whether this package is for it.
list() {
    determine
    programs=$(known_programs)
    for program in $(printf '%s\n' php "$web_php" "$cron_php"); do
        program=$(command -v "$program" 2>/dev/null) || continue
        facts=$("$program" -i 2>/dev/null) || continue
        [ -n "$(name_in "$(extension_folder "$facts")/")" ] || programs=$(add_line "$programs" "$(readlink -f "$program")")
    done
    for program in $programs; do
        facts=$("$program" -i 2>/dev/null) || { say "$program does not run"; continue; }
        build=$(fact "$facts" 'PHP Extension Build')
        if [ "$build" = "$wanted_build" ]; then fit='this package fits'; else fit="needs the package of $(package_for "$facts"), or --build"; fi
        if printf '%s\n' "$("$program" -m 2>/dev/null)" | grep -qx virtfusion_direct; then fit="$fit; loads the extension"; fi
        name=$(name_in "$program")
        printf '%-19s %-8s %s: %s\n' "${name:-$program}" "$(fact "$facts" 'PHP Version')" "$build" "$fit"
    done
    [ -z "$whmcs" ] || say "$whmcs_notes"
}

# As in the names of releases.
package_for() { # FACTS
    case "$(fact "$1" 'PHP Extension Build')" in *,TS*) safety=zts ;; *) safety=nts ;; esac
    printf 'php%s-%s\n' "$(fact "$1" 'PHP Version' | sed -E 's/^([0-9]+\.[0-9]+).*/\1/')" "$safety"
}

# What makes the web server's PHP load the extension, as lines that can be pasted.
restarts() {
    digits=$(printf %s "$php_name" | tr -dc 0-9)
    case "$php_name" in
        ea-php*) say "Next:      systemctl restart $php_name-php-fpm    (without PHP-FPM: /scripts/restartsrv_httpd)" ;;
        alt-php*) say "Next:      systemctl restart alt-php$digits-fpm    (without PHP-FPM: restart the web server)" ;;
        plesk-php*) say "Next:      systemctl restart $php_name-fpm    (without PHP-FPM: restart Apache)" ;;
        directadmin-php*) say "Next:      systemctl restart php-fpm$digits    (without PHP-FPM: restart the web server)" ;;
        lsphp*) say 'Next:      /usr/local/lsws/bin/lswsctrl restart' ;;
        *) [ -z "$fpm" ] || say "Next:      restart $(basename "$fpm"), so that the web server's PHP loads the extension." ;;
    esac
    if [ -d /usr/local/lsws/bin ]; then
        case "$php_name" in
            lsphp*) say '           touch /usr/local/lsws/admin/tmp/.lsphp_restart.txt    (ends PHP processes that LiteSpeed keeps)' ;;
            *) say 'Next:      /usr/local/lsws/bin/lswsctrl restart    (where LiteSpeed runs this PHP)' ;;
        esac
    fi
    # CageFS shows each user a copy of the system's files.
    case "$php_name" in
        alt-php*) say "Next:      cagefsctl --force-update    (with CageFS: users see the new files only then)"
            say "           selectorctl --enable-user-extensions=virtfusion_direct --version=$(dotted "$digits") --user=USER    (with PHP Selector)" ;;
        *) ! command -v cagefsctl >/dev/null 2>&1 || say "Next:      cagefsctl --force-update    (users see the new files only then)" ;;
    esac
}
dotted() { printf %s "$1" | sed -E 's/^([0-9])/\1./'; }
