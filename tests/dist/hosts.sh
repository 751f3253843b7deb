#!/bin/sh
# Installs the release into folders that look like the PHPs of cPanel, CloudLinux, Plesk, DirectAdmin and LiteSpeed: each program is a
# script around the real PHP, with other folders. Run by run.sh as root in a mount namespace that nothing else sees.
# usage: tests/dist/hosts.sh RELEASE FOLDER
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
release=$1
work=$2
# shellcheck source=tests/dist/checks.sh
. "$here/tests/dist/checks.sh"
minor=$(sed -n 's/^php=//p' "$release/release")
digits=$(echo "$minor" | tr -d .)
real=$(readlink -f "$(command -v "php$minor")")
real_fpm=$(readlink -f "$(command -v "php-fpm$minor")")
kept=/var/lib/virtfusion-stock
install() { "$release/install.sh" "$@"; }
state_of_everything() { find /opt /usr/local/php* /usr/local/lsws /home /var/www "$kept" -type f -exec cksum {} + 2>/dev/null | sort; }

cover /opt /usr/local /var /etc /home
rm -rf "$kept"
echo 'shop:x:12345:12346::/home/shop:/bin/sh' >>/etc/passwd

php_at() { # PROGRAM REAL EXTENSIONS SETTINGS: that PHP with other folders
    mkdir -p "$(dirname "$1")" "$3" "$4"
    printf '#!/bin/sh\nPHP_INI_SCAN_DIR=%s exec %s -d extension_dir=%s "$@"\n' "$4" "$2" "$3" >"$1"
    chmod 755 "$1"
}
other_php_at() { # PROGRAM EXTENSIONS: PHP 8.1, as far as `php -i` goes
    mkdir -p "$(dirname "$1")" "$2"
    printf '#!/bin/sh\n[ "$1" = -i ] || exit 0\n%s -i | sed "%s; %s; %s"\n' "$real" 's|^PHP Version => .*|PHP Version => 8.1.33|' \
        's|^PHP Extension Build => .*|PHP Extension Build => API20210902,NTS|' "s|^extension_dir => .*|extension_dir => $2 => $2|" >"$1"
    chmod 755 "$1"
}
shop_at() { # DIR
    mkdir -p "$1/modules/addons"
    echo '<?php' >"$1/init.php"
    chown -R 12345:12346 "$1"
}
# A first installation, an upgrade, a rollback, a removal.
everything_works() { # PROGRAM EXTENSIONS SETTINGS WHMCS OPTION...
    program=$1 extensions=$2 settings=$3 shop=$4
    shift 4
    is "$program: a first installation" install --whmcs "$shop" "$@"
    cp "$work/output" "$work/installed"
    is "$program: has the extension" cmp "$release/virtfusion_direct.so" "$extensions/virtfusion_direct.so"
    is "$program: and loads it" "$program" --ri virtfusion_direct
    is "$program: by one line" [ "$(cat "$settings"/*.ini | grep -c '^extension=')" = 1 ]
    is "$program: the addon is installed" diff -r "$release/addon/virtfusion_stock" "$shop/modules/addons/virtfusion_stock"
    status_is 0 install --check --whmcs "$shop"
    shows "^PHP +.*$program, $minor\."
    printf 'former' >"$extensions/virtfusion_direct.so"
    status_is 1 install --check --whmcs "$shop"
    is "$program: an upgrade" install --whmcs "$shop" "$@"
    is "$program: a rollback" install --rollback --whmcs "$shop"
    is "$program: brings the former version back" [ "$(cat "$extensions/virtfusion_direct.so")" = former ]
    is "$program: a second rollback goes forward" install --rollback --whmcs "$shop"
    is "$program: to the release" cmp "$release/virtfusion_direct.so" "$extensions/virtfusion_direct.so"
    is "$program: a removal" install --uninstall --whmcs "$shop"
    is "$program: leaves no extension" [ ! -e "$extensions/virtfusion_direct.so" ]
    is "$program: no settings" [ -z "$(cat "$settings"/*.ini 2>/dev/null)" ]
    is "$program: no addon" [ ! -e "$shop/modules/addons/virtfusion_stock" ]
    is "$program: and no state" [ ! -e "$kept" ]
    cp "$work/installed" "$work/output"
}

# cPanel: .htaccess, the domain's file, the machine's default; a second PHP of another version.
ea=/opt/cpanel/ea-php$digits/root
php_at "$ea/usr/bin/php" "$real" "$ea/usr/lib64/php/modules" "$ea/etc/php.d"
php_at "$ea/usr/sbin/php-fpm" "$real_fpm" "$ea/usr/lib64/php/modules" "$ea/etc/php.d"
other_php_at /opt/cpanel/ea-php81/root/usr/bin/php /opt/cpanel/ea-php81/root/usr/lib64/php/modules
ln -sf "$ea/usr/bin/php" /usr/local/bin/php
shop=/home/shop/public_html/whmcs
shop_at "$shop"
echo "AddHandler application/x-httpd-ea-php$digits .php .php8 .phtml" >/home/shop/public_html/.htaccess
mkdir -p /var/spool/cron
echo "*/5 * * * * /usr/local/bin/php -q $shop/crons/cron.php >/dev/null" >/var/spool/cron/shop
is 'every PHP is listed' install --list --whmcs "$shop"
shows "^ea-php$digits +$minor\..*: this package fits\$"
shows '^ea-php81 +8\.1\.33 .*API20210902,NTS: needs the package of php8\.1-nts, or --build$'
shows "^WHMCS: +the web server runs it on ea-php$digits \(/home/shop/public_html/\.htaccess\)\$"
shows '^WHMCS: +its cron runs /usr/local/bin/php \(/var/spool/cron/shop\)$'
everything_works "$ea/usr/bin/php" "$ea/usr/lib64/php/modules" "$ea/etc/php.d" "$shop"
shows "^PHP-FPM: +$ea/usr/sbin/php-fpm, which has the build"
shows "^Next: +systemctl restart ea-php$digits-php-fpm +.*/scripts/restartsrv_httpd"
refuses 'a PHP of another version, by name' 'is PHP 8\.1\.33 \(API20210902,NTS\); take the package of php8\.1-nts' install --php ea-php81 --whmcs "$shop"
refuses 'a PHP that is not installed' 'neither a program nor one of the names' install --php ea-php99 --whmcs "$shop"
echo 'AddHandler application/x-httpd-ea-php81 .php' >"$shop/.htaccess"
refuses 'WHMCS on a PHP that this package is not for' 'take the package of php8\.1-nts' install --whmcs "$shop"
echo 'AddHandler application/x-httpd-ea-php70 .php' >"$shop/.htaccess"
refuses 'WHMCS on a PHP that is gone' 'runs this WHMCS on ea-php70.*not installed' install --whmcs "$shop"
rm "$shop/.htaccess" /home/shop/public_html/.htaccess
mkdir -p /var/cpanel/userdata/shop /etc/cpanel/ea4
printf 'documentroot: /home/shop/public_html\nphpversion: ea-php81\n' >/var/cpanel/userdata/shop/example.com
printf 'documentroot: %s\nphpversion: ea-php%s\n' "$shop" "$digits" >/var/cpanel/userdata/shop/whmcs.example.com
is 'the domain with the deepest folder is the one' install --list --whmcs "$shop"
shows "runs it on ea-php$digits \(/var/cpanel/userdata/shop/whmcs\.example\.com\)\$"
printf 'default: ea-php%s\n' "$digits" >/etc/cpanel/ea4/php.conf
printf 'documentroot: %s\nphpversion: inherit\n' "$shop" >/var/cpanel/userdata/shop/whmcs.example.com
rm /var/cpanel/userdata/shop/example.com
is 'a domain without its own PHP has the default' install --list --whmcs "$shop"
shows "runs it on ea-php$digits \(/etc/cpanel/ea4/php\.conf\)\$"
echo "*/5 * * * * /opt/cpanel/ea-php81/root/usr/bin/php -q $shop/crons/cron.php" >/var/spool/cron/shop
is "the web server's PHP gets the extension where the cron has another one" install --whmcs "$shop"
shows "^PHP: +not /opt/cpanel/ea-php81/root/usr/bin/php, which runs WHMCS's cron: install the package of php8\.1-nts too"
is 'and it is removed again' install --uninstall --whmcs "$shop"
echo "*/5 * * * * /opt/gone/php -q $shop/crons/cron.php" >/var/spool/cron/shop
is "a cron's PHP that is gone is named" install --list --whmcs "$shop"
shows 'its cron names /opt/gone/php, which is not installed'
rm /var/spool/cron/shop

# CloudLinux: PHP Selector takes the place of cPanel's default. The folder that PHP scans is a link.
alt=/opt/alt/php$digits
php_at "$alt/usr/bin/php" "$real" "$alt/usr/lib64/php/modules" "$alt/etc/php.d"
mkdir -p "$alt/link" "$alt/etc/php.d.all"
ln -s "$alt/etc/php.d" "$alt/link/conf"
sed -i "s|PHP_INI_SCAN_DIR=[^ ]*|PHP_INI_SCAN_DIR=$alt/link/conf|" "$alt/usr/bin/php"
mkdir -p /home/shop/.cl.selector
printf '[versions]\nphp = %s\n' "$minor" >/home/shop/.cl.selector/defaults.cfg
everything_works "$alt/usr/bin/php" "$alt/usr/lib64/php/modules" "$alt/etc/php.d" "$shop"
shows "runs it on alt-php$digits \(/home/shop/\.cl\.selector/defaults\.cfg\)\$"
shows "^settings: +$alt/etc/php\.d\.all/"
shows '^Next: +cagefsctl --force-update'
shows "selectorctl --enable-user-extensions=virtfusion_direct --version=$minor"

# Several at once; those that an installation was for are found again.
is 'several PHPs at once' install --php "ea-php$digits" --php "alt-php$digits" --whmcs "$shop"
is 'each loads it' "$ea/usr/bin/php" --ri virtfusion_direct
is 'and the other one' "$alt/usr/bin/php" --ri virtfusion_direct
status_is 0 install --check --whmcs "$shop"
shows "^PHP +ea-php$digits, "
shows "^PHP +alt-php$digits, "
refuses 'folders for several PHPs' 'need a single --php' install --php "ea-php$digits" --php "alt-php$digits" --ext-dir "$work/ext" --whmcs "$shop"
is 'a removal finds both' install --uninstall --whmcs "$shop"
is 'and nothing is left' [ -z "$(find /opt -name '*virtfusion_direct*')" ]
rm -r /home/shop/.cl.selector /var/cpanel /etc/cpanel
refuses 'to guess' 'fits several PHPs' install --whmcs "$shop"
shows "^$ea/usr/bin/php\$"
rm -r /opt/alt
is 'the only one that fits is taken' install --whmcs "$shop"
shows "^PHP: +assumed to be $ea/usr/bin/php; --list shows the others"
is 'and left again' install --uninstall --whmcs "$shop"
rm -r /opt/cpanel

# Plesk: the PHP with a pool of the domain's name, or Apache's handler.
plesk=/opt/plesk/php/$minor
php_at "$plesk/bin/php" "$real" "$plesk/lib64/php/modules" "$plesk/etc/php.d"
php_at "$plesk/sbin/php-fpm" "$real_fpm" "$plesk/lib64/php/modules" "$plesk/etc/php.d"
shop=/var/www/vhosts/example.com/httpdocs/whmcs
shop_at "$shop"
mkdir -p "$plesk/etc/php-fpm.d"
echo '[example.com]' >"$plesk/etc/php-fpm.d/example.com.conf"
everything_works "$plesk/bin/php" "$plesk/lib64/php/modules" "$plesk/etc/php.d" "$shop"
shows "runs it on plesk-php$digits \($plesk/etc/php-fpm\.d/example\.com\.conf\)\$"
shows "^Next: +systemctl restart plesk-php$digits-fpm"
rm "$plesk/etc/php-fpm.d/example.com.conf"
mkdir -p /var/www/vhosts/system/example.com/conf
echo "Action application/x-httpd-plesk-php$digits-cgi /cgi-bin/php" >/var/www/vhosts/system/example.com/conf/httpd.conf
is 'a domain without a pool' install --list --whmcs "$shop"
shows "runs it on plesk-php$digits \(/var/www/vhosts/system/example\.com/conf/httpd\.conf\)\$"
rm -r /opt/plesk /var/www/vhosts

# DirectAdmin: a domain selects one of the numbered PHPs.
da=/usr/local/php$digits
extensions=$da/lib/php/extensions/no-debug-non-zts-20220829
php_at "$da/bin/php" "$real" "$extensions" "$da/lib/php.conf.d"
php_at "$da/sbin/php-fpm$digits" "$real_fpm" "$extensions" "$da/lib/php.conf.d"
shop=/home/shop/domains/example.com/public_html
shop_at "$shop"
mkdir -p /usr/local/directadmin/custombuild /usr/local/directadmin/data/users/shop/domains
printf 'php1_release=8.1\nphp2_release=%s\n' "$minor" >/usr/local/directadmin/custombuild/options.conf
echo php1_select=2 >/usr/local/directadmin/data/users/shop/domains/example.com.conf
everything_works "$da/bin/php" "$extensions" "$da/lib/php.conf.d" "$shop"
shows "runs it on directadmin-php$digits \(/usr/local/directadmin/data/users/shop/domains/example\.com\.conf and "
shows "^Next: +systemctl restart php-fpm$digits"
rm /usr/local/directadmin/data/users/shop/domains/example.com.conf
refuses 'the first PHP, which is not there' 'on directadmin-php81.*not installed' install --whmcs "$shop"
rm -r "$da" /usr/local/directadmin

# LiteSpeed: the virtual host's application, or the server's.
ls=/usr/local/lsws/lsphp$digits
php_at "$ls/bin/php" "$real" "$ls/lib/php/modules" "$ls/etc/php.d"
mkdir -p /usr/local/lsws/bin /usr/local/lsws/conf/vhosts/shop
printf 'extprocessor lsphp {\n  path  lsphp%s/bin/lsphp\n}\n' "$digits" >/usr/local/lsws/conf/httpd_config.conf
everything_works "$ls/bin/php" "$ls/lib/php/modules" "$ls/etc/php.d" "$shop"
shows "runs it on lsphp$digits \(/usr/local/lsws/conf/httpd_config\.conf\)\$"
shows '^Next: +/usr/local/lsws/bin/lswsctrl restart$'
shows 'touch /usr/local/lsws/admin/tmp/\.lsphp_restart\.txt'
printf 'docRoot  /home/shop/domains\nextprocessor x {\n  path  /usr/local/lsws/lsphp81/bin/lsphp\n}\n' >/usr/local/lsws/conf/vhosts/shop/vhconf.conf
refuses "the virtual host's own application" 'on lsphp81, by /usr/local/lsws/conf/vhosts/shop/vhconf\.conf' install --whmcs "$shop"
rm -r /usr/local/lsws

# Another C library.
mkdir "$work/musl" "$work/old"
printf '#!/bin/sh\nexit 1\n' >"$work/musl/getconf"
printf '#!/bin/sh\nprintf "musl libc (x86_64)\\nVersion 1.2.5\\n" >&2\nexit 1\n' >"$work/musl/ldd"
printf '#!/bin/sh\necho glibc 2.17\n' >"$work/old/getconf"
chmod 755 "$work/musl"/* "$work/old"/*
on_musl() { PATH="$work/musl:$PATH" install --php "$real" --whmcs "$shop" "$@"; }
refuses 'musl' 'C library is musl, as on Alpine' on_musl
refuses 'musl, also to build' 'C library is musl, as on Alpine' on_musl --build
on_old() { PATH="$work/old:$PATH" install --php "$real" --whmcs "$shop" "$@"; }
refuses 'a glibc that is too old' 'needs glibc 2\.28 or later, and this machine has 2\.17; --build' on_old
PATH="$work/musl:$PATH" status_is 1 install --check --php "$real" --whmcs "$shop"
shows "^machine +$(uname -m), musl\$"
status_is 1 install --check --php "$real" --whmcs "$shop"
shows "^package .*, $(uname -m), glibc 2\.28 or later\$"
shows "^machine +$(uname -m), glibc [0-9]"
echo "$checks passed in folders like hosting panels'"
