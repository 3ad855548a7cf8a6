# Sourced by the benchmarks: finds what they need, installs it as root, or says how and exits with 3.
# A package is installed without its recommendations and without starting any service.

missing=

# need COMMAND PACKAGE: a command that must be there
need() {
	command -v "$1" >/dev/null || missing="$missing $2"
}

# need_package PACKAGE: for what is no command
need_package() {
	dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed || missing="$missing $1"
}

install_missing() {
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "bench: these Debian packages are missing:$missing" >&2
		echo "hint: as root: apt-get install --no-install-recommends$missing" >&2
		exit 3
	fi
	echo "bench: installing$missing" >&2
	policy=/usr/sbin/policy-rc.d # invoke-rc.d(8) asks it before it starts a service
	made=
	if [ ! -e $policy ]; then
		made=$policy
		trap 'rm -f "$made"' EXIT
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
	fi
	export DEBIAN_FRONTEND=noninteractive
	if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >&2; then
		echo "bench: apt-get could not install$missing" >&2
		exit 3
	fi
	[ -z "$made" ] || rm -f "$made"
	trap - EXIT
}

# compile NAME...: C programs of this folder into target/
compile() {
	mkdir -p "$bench/target"
	for name; do
		cc -std=gnu17 -O2 -Wall -Wextra -o "$bench/target/$name" "$bench/$name.c" || exit 3
	done
}
