"""The sides of bench/socketmap: ours, the peer, the bare responder, and bare TLS clients."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

from harness.internet import (
    EXCHANGERS, NONE_DOMAIN, POLICY, POLICY_HOSTS, POLICY_ID, STS_DOMAIN, listens, run,
)
from harness.process import Failed, Server
from harness.rounds import Sample

BENCH = Path(__file__).resolve().parent.parent
BUILT = BENCH / "target"
EXPECTED_KIND = {"warm": "ok", "negative": "notfound", "cold": "ok"}
REPLY = "OK secure match=" + ":".join(EXCHANGERS) + " servername=hostname"


class Side:
    """A started socketmap server: its folder, where it listens, how many policies it holds."""

    def __init__(self, server, place, addresses, policies=0):
        self.server = server
        self.place = place
        self.addresses = addresses  # {"tcp": "127.0.0.1:PORT", "unix": "unix:PATH"}
        self.policies = policies
        self.next = {"negative": 0, "cold": 0}  # the first number that was never asked for

    def ready(self):
        """True once it answers; a parent domain is NOTFOUND without any look-up."""
        return listens(*self.tcp()) and self.ask(".ready.example") == "NOTFOUND "

    def tcp(self):
        host, _, port = self.addresses["tcp"].rpartition(":")
        return host, int(port)

    def ask(self, key):
        query = f"postfix {key}".encode()
        with socket.create_connection(self.tcp(), timeout=30) as connection:
            connection.sendall(b"%d:%s," % (len(query), query))
            stream = connection.makefile("rb")
            length = b""
            while (byte := stream.read(1)) not in (b":", b""):
                length += byte
            return stream.read(int(length or 0)).decode()

    def warm(self, transport, connections, seconds, seed, policies):
        """Random keys among the loaded ones."""
        options = ["-c", connections, "-t", seconds, "-r", seed, STS_DOMAIN, f"0:{policies}"]
        return self.load("warm", transport, options)[0]

    def first_time(self, work, connections, seconds, count):
        """Keys that this server was never asked for."""
        domain = {"negative": NONE_DOMAIN, "cold": STS_DOMAIN}[work]
        options = ["-c", connections, "-t", seconds, domain, f"{self.next[work]}:{count}"]
        sample, asked = self.load(work, "tcp", options)
        self.next[work] += asked
        return sample

    def touch_all(self):
        """Asks once for every policy; the server's CPU time per query, in microseconds."""
        return self.load("warm", "tcp", ["-c", 10, "-t", 300, STS_DOMAIN, f"0:{self.policies}"])[0].cpu_us

    def load(self, work, transport, options):
        """One run of the load generator; the server's cost is what it used meanwhile."""
        before = self.server.cpu_seconds()
        seen = json.loads(run(BUILT / "socketmap_load", *options, self.addresses[transport]))
        cpu = self.server.cpu_seconds() - before
        if not seen["answered"]:
            raise Failed(f"{self.server.name} answered nothing ({work}): {self.server.tail()}")
        return Sample(
            per_second=seen["per_second"],
            p50_ms=seen["p50_us"] / 1000,
            p99_ms=seen["p99_us"] / 1000,
            cpu_us=cpu * 1e6 / seen["answered"],
            rss_mb=self.server.rss_mb(),
            generator_cpu=seen["generator_cpu"],
            unexpected=seen["asked"] - seen[EXPECTED_KIND[work]] + seen["lost"],
        ), seen["asked"]


def bare(scratch, work):
    reply = "NOTFOUND " if work == "negative" else REPLY
    addresses = {"tcp": f"127.0.0.1:{free_port()}", "unix": f"unix:{scratch}/bare-{work}.sock"}
    side = Side(Server("bare", [BUILT / "socketmap_bare", reply, *addresses.values()],
                       scratch / f"bare-{work}.log"), scratch, addresses)
    side.server.until(lambda: listens(*side.tcp()))
    return side


def peer(scratch, ca_file, policies, spare):
    """Debian's postfix-mta-sts-resolver with its fastest cache, the one in memory, and uvloop."""
    port = free_port()
    place = scratch / f"peer-{port}"
    place.mkdir()
    (place / "config.yml").write_text(
        f"host: 127.0.0.1\nport: {port}\n"
        # asked again for the record as seldom as our daemon does it with this TTL
        "cache_grace: 3600\n"
        f"cache:\n  type: internal\n  options:\n    cache_size: {policies + spare}\n"
        "default_zone:\n  strict_testing: false\n  timeout: 10\n"
    )
    (place / "policy.txt").write_text("\n".join(POLICY) + "\n")
    command = [BENCH / "peer_preloaded.py", policies, STS_DOMAIN, POLICY_ID, place / "policy.txt",
               "-c", place / "config.yml", "-v", "warn"]
    server = Server("peer", command, place / "log", env={"SSL_CERT_FILE": str(ca_file)})
    return Side(server, place, {"tcp": f"127.0.0.1:{port}"}, policies)


def peer_version():
    return run("dpkg-query", "-W", "-f", "${Version}", "postfix-mta-sts-resolver")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Jsse:
    """A bare TLS client in Java: see JsseFetch.java."""

    def __init__(self, scratch, ca_file, java):
        command = [java, BENCH / "JsseFetch.java", ca_file, POLICY_HOSTS[0], f"mta-sts.{STS_DOMAIN}"]
        self.server = Server("jsse", command, scratch / "jsse.log", stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)

    def fetch(self, connections, seconds, count):
        pipe = self.server.process
        pipe.stdin.write(f"{connections} {seconds} 0 {count}\n")
        pipe.stdin.flush()
        line = pipe.stdout.readline()
        if not line:
            raise Failed(f"the JSSE client ended: {self.server.tail()}")
        seen = json.loads(line)
        return Sample(per_second=seen["per_second"], p50_ms=seen["p50_us"] / 1000,
                      p99_ms=seen["p99_us"] / 1000, cpu_us=seen["cpu_us"],
                      rss_mb=self.server.rss_mb())


def openssl_fetch(ca_file, seconds):
    """openssl's own client, one connection after the other: chain verified, no name, no SNI."""
    start = time.monotonic()
    before = os.times()
    said = run("openssl", "s_time", "-connect", f"{POLICY_HOSTS[0]}:443", "-new",
               "-time", seconds, "-www", "/.well-known/mta-sts.txt", "-CAfile", ca_file, "-verify", 3)
    taken, after = time.monotonic() - start, os.times()
    fetches = int(said.partition(" connections in ")[0].split()[-1])
    cpu = sum(after[2:4]) - sum(before[2:4])
    return Sample(per_second=fetches / taken, cpu_us=cpu * 1e6 / fetches)
