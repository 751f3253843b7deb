#!/bin/sh
# Prints the Debian mirror that a chroot and source packages come from: VIRTFUSION_MIRROR, by default the one that apt uses here.
set -eu

# shellcheck disable=SC2016 # apt's own variable
mirror=${VIRTFUSION_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)}
[ -n "$mirror" ] || { echo "tests/tools/mirror.sh: apt names no mirror; set VIRTFUSION_MIRROR" >&2; exit 1; }
echo "$mirror"
