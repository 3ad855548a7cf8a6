#!/bin/sh
# enter-root.sh ROOT RESOLVER: makes an unpacked root usable inside the namespaces. What it mounts
# is seen in there only, and gone with them; the root itself stays as it was unpacked.
set -eu
in_root() { chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$2"; }
in_root "$1" sh << INSIDE
set -eu
mount -t proc proc /proc
mount -t tmpfs -o mode=0755,size=256m tmpfs /lab
mount -t tmpfs -o mode=0755,size=1m tmpfs /dev
mknod -m 666 /dev/null c 1 3
mknod -m 666 /dev/zero c 1 5
mknod -m 666 /dev/random c 1 8
mknod -m 666 /dev/urandom c 1 9
printf 'nameserver %s\noptions edns0 trust-ad\n' '$2' > /lab/resolv.conf
printf '127.0.0.1 localhost\n::1 localhost\n' > /lab/hosts
mount --bind /lab/resolv.conf /etc/resolv.conf
mount --bind /lab/hosts /etc/hosts
hostname lab
ip link set lo up
# Without IPv6 the lab has its IPv4 addresses still.
ip -6 route replace local fd00:706f::/32 dev lo 2> /dev/null || :
INSIDE
