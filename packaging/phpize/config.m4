dnl For phpize, configure and make, which PIE runs. Everything is compiled by cargo; there is no C code.

PHP_ARG_ENABLE([virtfusion_direct],
  [whether to enable virtfusion_direct],
  [AS_HELP_STRING([--enable-virtfusion_direct], [Enable virtfusion_direct])],
  [yes])

if test "$PHP_VIRTFUSION_DIRECT" != "no"; then
  AC_PATH_PROG([CARGO], [cargo], [no])
  if test "$CARGO" = "no"; then
    AC_MSG_ERROR([cargo was not found: install Rust 1.88 or later, or use a prebuilt release])
  fi
  AC_PATH_PROG([CLANG], [clang], [no])
  if test "$CLANG" = "no"; then
    AC_MSG_ERROR([clang was not found: it reads PHP's headers. On Debian: apt-get install clang libclang-dev])
  fi
  VIRTFUSION_SOURCE=$(cd "$srcdir/../.." && pwd)
  if test ! -f "$VIRTFUSION_SOURCE/Cargo.lock"; then
    AC_MSG_ERROR([$VIRTFUSION_SOURCE has no Cargo.lock: run phpize in the source tree])
  fi
  VIRTFUSION_PHP_CONFIG=$PHP_CONFIG
  PHP_SUBST([VIRTFUSION_PHP_CONFIG])
  PHP_SUBST([CARGO])
  PHP_SUBST([VIRTFUSION_SOURCE])
  PHP_MODULES="$PHP_MODULES \$(phplibdir)/virtfusion_direct.so"
  PHP_ADD_BUILD_DIR([modules])
  PHP_ADD_MAKEFILE_FRAGMENT([$srcdir/Makefile.frag], [$srcdir], [.])
fi
