"""A private Internet: DNS, a certificate authority and an HTTPS policy host, for both sides alike.

It lives in network and mount namespaces of its own, so that every port of 127.0.0.0/8 is free and
/etc/resolv.conf can name our resolver. None of it is Java, and none of it is measured.

    dN.sts.example    enforce policy at https://mta-sts.dN.sts.example, two exchangers
    nN.none.example   no such name, hence no record
"""

import os
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from harness.process import Failed, Server

RESOLVER = "127.0.0.53"
POLICY_HOSTS = [f"127.0.1.{n}" for n in range(1, 9)]
EXCHANGERS = ["in1.mail.example", "in2.mail.example"]
PATTERNS = ["*.mail.example", "backup.example"]
MAX_AGE = 604800
POLICY_ID = "20260101T000000"
POLICY = ["version: STSv1", "mode: enforce", *(f"mx: {p}" for p in PATTERNS), f"max_age: {MAX_AGE}"]
STS_DOMAIN = "d%.sts.example"  # % stands for the number
NONE_DOMAIN = "n%.none.example"

NAMES_PER_CERTIFICATE = 25  # a wildcard cannot stand for dN in mta-sts.dN.sts.example
CERTIFICATE_DAYS = 365


class Internet:
    def __init__(self, scratch, kept, domains, addresses=None):
        """SCRATCH for this run; KEPT holds the certificates for the next; DOMAINS have a policy host,
        which has these ADDRESSES."""
        self.addresses = addresses or POLICY_HOSTS
        self.scratch = scratch
        self.pki = kept / "pki"
        self.ca_file = self.pki / "ca.pem"
        self.certificates = -(-domains // NAMES_PER_CERTIFICATE)
        self.domains = self.certificates * NAMES_PER_CERTIFICATE

    def start(self):
        run("ip", "link", "set", "lo", "up")
        # getaddrinfo with AI_ADDRCONFIG wants an IPv4 address that is not loopback
        run("ip", "address", "add", "192.0.2.1/32", "dev", "lo")
        self.replace("/etc/resolv.conf", f"nameserver {RESOLVER}\n")
        self.replace("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        self.make_certificates()
        self.dns = Server("unbound", ["unbound", "-d", "-c", self.unbound()], self.scratch / "unbound.log")
        self.web = Server("nginx", ["nginx", "-p", self.scratch, "-c", self.nginx()], self.scratch / "nginx.log")
        self.dns.until(lambda: listens(RESOLVER, 53))
        self.web.until(lambda: listens(POLICY_HOSTS[0], 443))

    def replace(self, path, text):
        ours = self.scratch / os.path.basename(path)
        ours.write_text(text)
        run("mount", "--bind", ours, path)

    def unbound(self):
        """Every name under sts.example has all the records: one answer serves any number of domains."""
        sts = [f'TXT "v=STSv1; id={POLICY_ID};"']
        sts += [f"MX {10 * n} {host}." for n, host in enumerate(EXCHANGERS, 1)]
        sts += [f"A {address}" for address in self.addresses]
        soa = "SOA ns.example. hostmaster.example. 1 3600 600 86400 3600"
        data = [f"sts.example. 3600 IN {record}" for record in [soa, *sts]]
        data += [f"{zone}. 3600 IN {soa}" for zone in ("none.example", "example")]
        data += [f"{host}. 3600 IN A 127.0.2.{n}" for n, host in enumerate(EXCHANGERS, 1)]
        lines = [
            f"interface: {RESOLVER}", "access-control: 127.0.0.0/8 allow", "do-daemonize: no",
            'username: ""', 'chroot: ""', f'directory: "{self.scratch}"', 'pidfile: ""',
            'logfile: ""', "use-syslog: no", "num-threads: 1", 'module-config: "iterator"',
            "incoming-num-tcp: 1000", "so-rcvbuf: 1m",
            "local-zone: sts.example. redirect", "local-zone: none.example. static",
            "local-zone: example. static", "local-zone: . static",
            *(f"local-data: '{record}'" for record in data),
        ]
        path = self.scratch / "unbound.conf"
        path.write_text("server:\n" + "".join(f"  {line}\n" for line in lines)
                        + "remote-control:\n  control-enable: no\n")
        return path

    def nginx(self):
        """One server block per certificate, chosen by SNI."""
        text = "\\r\\n".join(POLICY) + "\\r\\n"
        temporary = "".join(f"  {kind}_temp_path {self.scratch}/{kind};\n"
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        blocks = "".join(
            f"  server {{ listen 443 ssl; server_name {' '.join(policy_hosts(n))};\n"
            f"    ssl_certificate {self.pki}/{n}.pem; include {self.scratch}/policy.conf; }}\n"
            for n in range(self.certificates)
        )
        (self.scratch / "policy.conf").write_text(
            f"ssl_certificate_key {self.pki}/host.key;\n"
            "location = /.well-known/mta-sts.txt "
            f'{{ default_type text/plain; return 200 "{text}"; }}\n'
        )
        path = self.scratch / "nginx.conf"
        path.write_text(
            f"daemon off; user root; pid {self.scratch}/nginx.pid; error_log stderr error;\n"
            "worker_processes auto; worker_rlimit_nofile 8192;\n"
            "events { worker_connections 4096; }\n"
            f"http {{\n  access_log off;\n{temporary}"
            "  server_names_hash_max_size 131072; server_names_hash_bucket_size 128;\n"
            f"  ssl_protocols TLSv1.2 TLSv1.3;\n{blocks}}}\n"
        )
        return path

    def make_certificates(self):
        """P-256 throughout. They are kept: some hundred take a few seconds to make."""
        self.pki.mkdir(parents=True, exist_ok=True)
        age_limit = time.time() - (CERTIFICATE_DAYS - 30) * 86400
        if not self.ca_file.exists() or self.ca_file.stat().st_mtime < age_limit:
            for old in self.pki.iterdir():
                old.unlink()
            run(*"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes".split(),
                "-days", CERTIFICATE_DAYS, "-subj", "/CN=Benchmark CA",
                "-addext", "keyUsage=critical,keyCertSign",
                "-keyout", self.pki / "ca.key", "-out", self.ca_file)
            run(*"openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes".split(),
                "-subj", "/CN=policy host", "-keyout", self.pki / "host.key",
                "-out", self.pki / "host.csr")
        missing = [n for n in range(self.certificates) if not (self.pki / f"{n}.pem").exists()]
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            list(workers.map(self.make_certificate, missing))

    def make_certificate(self, n):
        names = ",".join(f"DNS:{host}" for host in policy_hosts(n))
        partial = self.pki / f"{n}.partial"
        run("openssl", "x509", "-req", "-in", self.pki / "host.csr", "-CA", self.ca_file,
            "-CAkey", self.pki / "ca.key", "-set_serial", n + 2, "-days", CERTIFICATE_DAYS,
            "-extfile", "/dev/stdin", "-out", partial,
            input=f"basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName={names}\n")
        partial.rename(self.pki / f"{n}.pem")


def policy_hosts(n):
    first = n * NAMES_PER_CERTIFICATE
    return ["mta-sts." + STS_DOMAIN.replace("%", str(first + i)) for i in range(NAMES_PER_CERTIFICATE)]


def listens(address, port):
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout
