# WHMCS's folder, and which PHP runs it: for the web server, and for its cron.
# shellcheck shell=sh

check_whmcs() {
    [ -n "$whmcs" ] || return 0
    [ -d "$whmcs" ] || fail "$whmcs is no folder; --whmcs needs the folder with WHMCS's init.php"
    whmcs=$(physical "$whmcs")
    [ -f "$whmcs/init.php" ] && [ -d "$whmcs/modules/addons" ] ||
        fail "$whmcs is no WHMCS: it has no init.php, or no modules/addons"
}

# Sets web_php and cron_php to programs, or to nothing where none is named, and whmcs_notes to what that was read from.
determine() {
    web_php='' cron_php='' whmcs_notes='' found=''
    [ -n "$whmcs" ] || return 0
    shop_owner=$(stat -c %U "$whmcs")
    from_htaccess || from_cpanel || from_selector || from_cpanel_default || from_plesk || from_directadmin || from_litespeed || true
    if [ -n "$found" ]; then
        web_php=$(program_named "$found") || fail "the web server runs this WHMCS on $found, by $source, and $found is not installed; \
name the PHP that runs it with --php"
        whmcs_notes="WHMCS:     the web server runs it on $found ($source)"
    else
        whmcs_notes="WHMCS:     no hosting panel's file says which PHP the web server runs it on"
    fi
    from_cron
}

found_in() { # FILE TEXT
    found=$(name_in "$2") source=$1
    [ -n "$found" ]
}
above() { # DIR: it and all folders above it, the nearest first
    dir=$1
    while [ "$dir" != / ]; do
        printf '%s\n' "$dir"
        dir=$(dirname "$dir")
    done
}
within() { # DIR: whether WHMCS is in it
    case "$whmcs/" in "${1%/}/"*) [ -n "${1%/}" ] ;; *) return 1 ;; esac
}

# cPanel's, CloudLinux's and DirectAdmin's handlers for a folder and all below it.
from_htaccess() {
    for dir in $(above "$whmcs"); do
        [ -f "$dir/.htaccess" ] || continue
        found_in "$dir/.htaccess" "$(grep -iE '^[[:space:]]*(Add|Set)(Handler|Type)' "$dir/.htaccess")" && return 0
    done
    return 1
}

# The domain's PHP in cPanel, unless it is the machine's default, which CloudLinux's PHP Selector replaces.
from_cpanel() {
    deepest=''
    for file in "/var/cpanel/userdata/$shop_owner"/*; do
        root=$(sed -n "s/^documentroot: *//p" "$file" 2>/dev/null | head -n 1)
        within "$root" && [ "${#root}" -ge "${#deepest}" ] || continue
        version=$(sed -n 's/^phpversion: *//p' "$file")
        deepest=$root
        found_in "$file" "$version" || true
    done
    [ -n "$found" ] && [ "$found" != "$(cpanel_default)" ]
}
cpanel_default() { name_in "$(sed -n 's/^default: *//p' /etc/cpanel/ea4/php.conf 2>/dev/null)"; }
from_cpanel_default() {
    [ -n "$found" ] || found_in /etc/cpanel/ea4/php.conf "$(cpanel_default)"
}

from_selector() {
    file=$(getent passwd "$shop_owner" | cut -d: -f6)/.cl.selector/defaults.cfg
    selected=$(sed -nE 's/^php *= *([0-9])\.([0-9]).*/alt-php\1\2/p' "$file" 2>/dev/null | head -n 1)
    [ -z "$selected" ] || found_in "$file" "$selected"
    [ -n "$selected" ]
}

# Plesk has a PHP-FPM pool for each domain, and one for each subdomain with a folder of its own.
from_plesk() {
    case "$whmcs" in /var/www/vhosts/*/*) ;; *) return 1 ;; esac
    for dir in $(above "$whmcs"); do
        domain=$(basename "$dir")
        for file in /opt/plesk/php/*/etc/php-fpm.d/"$domain.conf"; do
            [ ! -f "$file" ] || { found_in "$file" "$file"; return 0; }
        done
        file=/var/www/vhosts/system/$domain/conf/httpd.conf
        [ ! -f "$file" ] || { found_in "$file" "$(cat "$file")" && return 0; }
    done
    return 1
}

# DirectAdmin numbers its PHPs; a domain selects one of the numbers, the first by default.
from_directadmin() {
    options=/usr/local/directadmin/custombuild/options.conf
    [ -f "$options" ] || return 1
    domain=$(printf '%s\n' "$whmcs" | sed -nE 's#^/home[0-9]*/[^/]+/domains/([^/]+)/.*#\1#p')
    file=/usr/local/directadmin/data/users/$shop_owner/domains/$domain.conf
    selected=$(sed -nE 's/^php1_select=([0-9]+)$/\1/p' "$file" 2>/dev/null | head -n 1)
    release=$(sed -nE "s/^php${selected:-1}_release=([0-9])\.([0-9])\$/\1\2/p" "$options" | head -n 1)
    [ -n "$release" ] || return 1
    if [ -n "$selected" ]; then text="$file and $options"; else text=$options; fi
    found_in "$text" "/usr/local/php$release"
}

# The virtual host's own external application, else the server's.
from_litespeed() {
    for file in /usr/local/lsws/conf/vhosts/*/*.conf; do
        root=$(sed -nE 's/^[[:space:]]*docRoot[[:space:]]+//p' "$file" 2>/dev/null | head -n 1)
        within "$root" || continue
        found_in "$file" "$(cat "$file")" && return 0
    done
    for file in /usr/local/lsws/conf/httpd_config.conf /usr/local/lsws/conf/httpd_config.xml; do
        [ ! -f "$file" ] || { found_in "$file" "$(cat "$file")" && return 0; }
    done
    file=/usr/local/lsws/fcgi-bin/lsphp
    [ -L "$file" ] && found_in "$file" "$(readlink -f "$file")"
}

# The program in the line that runs this WHMCS's cron.php; its folder may be elsewhere, then the owner's crontab is believed.
from_cron() {
    for file in "/var/spool/cron/$shop_owner" "/var/spool/cron/crontabs/$shop_owner" /var/spool/cron/root /var/spool/cron/crontabs/root \
        /etc/crontab /etc/cron.d/*; do
        [ -r "$file" ] && [ -f "$file" ] || continue
        for line in $(grep -E '^[^#].*[[:space:]/]cron\.php' "$file"); do
            case "$file:$line" in *"$whmcs/"* | */"$shop_owner:"*) ;; *) continue ;; esac
            program=$(printf '%s\n' "$line" |
                sed -nE 's#^.*[[:space:]]([^[:space:]]*php[0-9.-]*(cli)?)([[:space:]]+-[^[:space:]]+)*[[:space:]]+[^[:space:]]*cron\.php.*#\1#p')
            [ -n "$program" ] || continue
            cron_php=$(command -v "$program" 2>/dev/null) ||
                { whmcs_notes=$(add_line "$whmcs_notes" "WHMCS:     its cron names $program, which is not installed ($file)"); return 0; }
            whmcs_notes=$(add_line "$whmcs_notes" "WHMCS:     its cron runs $cron_php ($file)")
            return 0
        done
    done
    whmcs_notes=$(add_line "$whmcs_notes" "WHMCS:     no crontab with a line for its cron.php was found; the cron's PHP needs the extension too")
}
