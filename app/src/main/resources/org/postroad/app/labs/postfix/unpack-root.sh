#!/bin/sh
# unpack-root.sh SUITE MIRROR KEYRING DIR PARAMETER [PACKAGE]...
# Unpacks the Postfix of a Debian suite, and what it needs to run by chroot, into DIR (which must
# not exist), and the packages beside it. Uses apt-get, dpkg-deb and tar of this machine, with apt's
# state in DIR.apt and not in /var; runs no maintainer script. PARAMETER: a main.cf parameter that
# this Postfix has to know, or nothing.
set -eu
umask 022
suite=$1 mirror=$2 keyring=$3 dir=$4 parameter=$5
shift 5
apt=$dir.apt
trap 'rm -rf "$apt"' EXIT
rm -rf "$apt"
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: > "$apt/status"
echo "deb [signed-by=$keyring] $mirror $suite main" > "$apt/sources.list"

apt_get() {
  apt-get -q -y \
    -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State="$apt" -o Dir::State::Lists="$apt/lists" -o Dir::State::status="$apt/status" \
    -o Dir::Cache="$apt" -o Dir::Cache::archives="$apt/archives" \
    -o Dir::Log="$apt" -o Debug::NoLocking=true -o APT::Sandbox::User=root \
    -o APT::Install-Recommends=false -o APT::Update::Error-Mode=any \
    -o Acquire::Languages=none -o Acquire::Retries=2 -o Acquire::http::Timeout=20 \
    -o Acquire::https::Timeout=20 "$@"
}

apt_get update
# Beside Postfix: what its scripts call, and ip(8) for the namespace that it runs in.
apt_get install --download-only postfix base-passwd netbase dash coreutils findutils grep sed \
  diffutils perl-base libc-bin hostname iproute2 "$@"

# Merged /usr, as Debian has it since 12.
for d in bin sbin lib lib64; do
  mkdir -p "$dir/usr/$d"
  ln -s "usr/$d" "$dir/$d"
done
for deb in "$apt"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" > "$apt/data.tar"
  tar -x -p -f "$apt/data.tar" -C "$dir" --keep-directory-symlink --no-same-owner \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*'
done

# What the maintainer scripts would have made.
mkdir -p "$dir/dev" "$dir/proc" "$dir/tmp" "$dir/run" "$dir/lab" "$dir/var/spool/postfix" \
  "$dir/var/lib/postfix" "$dir/etc/postfix"
chmod 1777 "$dir/tmp"
mknod -m 666 "$dir/dev/null" c 1 3
mknod -m 666 "$dir/dev/random" c 1 8
mknod -m 666 "$dir/dev/urandom" c 1 9
[ -e "$dir/bin/sh" ] || ln -s dash "$dir/bin/sh"
cp "$dir/usr/share/base-passwd/passwd.master" "$dir/etc/passwd"
cp "$dir/usr/share/base-passwd/group.master" "$dir/etc/group"
echo 'postfix:x:101:102::/var/spool/postfix:/usr/sbin/nologin' >> "$dir/etc/passwd"
printf 'postfix:x:102:\npostdrop:x:103:\n' >> "$dir/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\n' > "$dir/etc/nsswitch.conf"
: > "$dir/etc/resolv.conf"
: > "$dir/etc/hosts"
chown 101 "$dir/var/lib/postfix"
for tool in postdrop postqueue; do
  chgrp 103 "$dir/usr/sbin/$tool"
  chmod 2755 "$dir/usr/sbin/$tool"
done
[ -s "$dir/etc/postfix/main.cf" ] || echo 'compatibility_level = 3.6' > "$dir/etc/postfix/main.cf"
[ -s "$dir/etc/postfix/master.cf" ] \
  || cp "$dir/usr/share/postfix/master.cf.dist" "$dir/etc/postfix/master.cf"
chroot "$dir" /sbin/ldconfig

postconf() { chroot "$dir" /usr/bin/env -i PATH=/usr/sbin:/usr/bin postconf "$@" 2> /dev/null; }
version=$(postconf -h mail_version)
if [ -n "$parameter" ] && [ -z "$(postconf -dh "$parameter")" ]; then
  echo "Postfix $version of $suite has no $parameter" >&2
  exit 4
fi
echo "version=$version" > "$dir/.unpacked"
