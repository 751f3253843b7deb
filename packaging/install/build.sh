# --build: compiles the extension on this machine, for a PHP that no release is for. The sources are in this package.
# shellcheck shell=sh

# Libraries that were compiled here, by PHP's build.
built_for() { printf '%s/built/%s/virtfusion_direct.so\n' "$here" "$(printf %s "$1" | tr ',' -)"; }
# The library for the PHP that use_php has set: the one compiled for it, else the package's.
find_library() {
    library=$here/virtfusion_direct.so
    [ ! -f "$(built_for "$cli_build")" ] || library=$(built_for "$cli_build")
}

# Compiles for the PHP that use_php has set, once for each build.
build_library() {
    made=$(built_for "$cli_build")
    find_cargo
    find_headers
    command -v clang >/dev/null 2>&1 ||
        fail "clang was not found; it reads PHP's headers. Debian: apt-get install clang libclang-dev; AlmaLinux: dnf install clang-devel"
    command -v cc >/dev/null 2>&1 || fail "cc was not found; it links the library. Debian: apt-get install gcc; AlmaLinux: dnf install gcc"
    mkdir -p "$(dirname "$made")" 2>/dev/null && [ -w "$(dirname "$made")" ] || fail "$here cannot be written; unpack the release in a folder of your own"
    log=$here/built/log target=${CARGO_TARGET_DIR:-$here/built/target}
    say "build:     for $php ($cli_build) with $rust_version; this takes some minutes"
    PHP=$php PHP_CONFIG=$php_config CARGO_TARGET_DIR=$target "$cargo" build --manifest-path "$here/source/Cargo.toml" --release --locked \
        --package virtfusion_direct --color never >"$log" 2>&1 &
    compiler=$!
    trap 'kill "$compiler" 2>/dev/null || true; exit 130' INT TERM
    progress "$compiler" "$log"
    status=0
    wait "$compiler" || status=$?
    trap - INT TERM
    [ "$status" = 0 ] || { tail -n 15 "$log" >&2; fail "cargo could not compile the extension; its messages are in $log"; }
    cp "$target/release/libvirtfusion_direct.so" "$made"
    find_library
    say "build:     $made"
}

# One line that is written over on a terminal; elsewhere a line every 30 seconds.
progress() { # PROCESS LOG
    crates=$(grep -c '^name = ' "$here/source/Cargo.lock") seconds=0
    while kill -0 "$1" 2>/dev/null; do
        done_crates=$(grep -c '^ *Compiling ' "$2" || true)
        if [ -t 1 ]; then
            printf '\rbuild:     %s crates begun, of at most %s; %s s ' "$done_crates" "$crates" "$seconds"
        elif [ $((seconds % 30)) = 0 ]; then
            say "build:     $done_crates crates begun, of at most $crates; $seconds s"
        fi
        sleep 1
        seconds=$((seconds + 1))
    done
    [ ! -t 1 ] || printf '\n'
}

# Rust as installed by rustup or by the distribution. sudo hides the home of the user who has rustup.
find_cargo() {
    cargo=$(command -v cargo 2>/dev/null) || cargo=
    for home in "$HOME" "$([ -z "${SUDO_USER:-}" ] || getent passwd "$SUDO_USER" | cut -d: -f6)"; do
        [ -n "$cargo" ] || [ ! -x "$home/.cargo/bin/cargo" ] || { cargo=$home/.cargo/bin/cargo PATH=$home/.cargo/bin:$PATH; }
    done
    needs=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$here/source/Cargo.toml")
    [ -n "$cargo" ] || fail "cargo was not found; install Rust $needs or later from https://rustup.rs, or the distribution's if it is that new"
    rust_version=$(rustc --version 2>/dev/null) || fail "rustc does not run; $cargo needs it"
    has=$(printf '%s\n' "$rust_version" | sed -E 's/^rustc ([0-9]+\.[0-9]+).*/\1/')
    [ "$(printf '%s\n' "$has" "$needs" | sort -V | head -n 1)" = "$needs" ] ||
        fail "$rust_version is too old; the extension needs Rust $needs or later, from https://rustup.rs"
}

# php-config is beside its PHP; it names the headers.
find_headers() {
    php_config='' bin=$(dirname "$php") real=$(readlink -f "$php")
    for candidate in "$(dirname "$real")/php-config$(basename "$real" | sed 's/^php//')" "$bin/php-config" "$(dirname "$real")/php-config"; do
        [ -n "$php_config" ] || [ ! -x "$candidate" ] || php_config=$candidate
    done
    [ -n "$php_config" ] || fail "php-config was not found beside $php; PHP's headers are missing: $(headers_package)"
    includes=$("$php_config" --include-dir)
    [ -f "$includes/main/php.h" ] || fail "$php_config names $includes, which has no PHP headers; $(headers_package)"
    # Debian's php-config follows the default version.
    api=$(sed -n 's/^#define PHP_API_VERSION \([0-9]*\)$/\1/p' "$includes/main/php.h")
    case "$cli_build" in "API$api,"*) ;; *) fail "$includes has the headers of API $api, and $php is $cli_build; $(headers_package)" ;; esac
}
headers_package() {
    digits=$(printf %s "$php_name" | tr -dc 0-9)
    case "$php_name" in
        ea-php*) say "they are in cPanel's package $php_name-php-devel" ;;
        alt-php*) say "they are in CloudLinux's package alt-php$digits-devel" ;;
        plesk-php*) say "they are in Plesk's package $php_name-devel (RPM) or $php_name-dev (Debian)" ;;
        lsphp*) say "they are in LiteSpeed's package $php_name-devel (RPM) or $php_name-dev (Debian)" ;;
        directadmin-php*) say 'CustomBuild installs them with PHP' ;;
        *) say "they are in php$(fact "$cli_facts" 'PHP Version' | sed -E 's/^([0-9]+\.[0-9]+).*/\1/')-dev (Debian) or php-devel (AlmaLinux)" ;;
    esac
}
