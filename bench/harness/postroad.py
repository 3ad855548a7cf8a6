"""Our side: the daemon as ./postroad starts it, with policies already in its cache file."""

import json
import shutil
import subprocess
import time
from datetime import datetime, timezone

from harness.internet import POLICY, POLICY_ID, RESOLVER, STS_DOMAIN
from harness.process import Failed, Server
from harness.sides import BENCH, Side, free_port

POSTROAD = BENCH.parent / "postroad"


class Postroad:
    def __init__(self, scratch, ca_file):
        self.scratch = scratch
        self.ca_file = ca_file
        self.caches = {0: None}  # number of policies: a cache file with so many

    def start(self, policies):
        """A daemon on a cache of its own, not yet ready."""
        if policies not in self.caches:
            self.caches[policies] = self.cache_of(policies)
        return self.start_on(self.caches[policies], policies)

    def cache_of(self, policies):
        """Imported once by a daemon of its own; the others start on copies of the file."""
        side = self.start_on(None, policies)
        side.server.until(side.ready)
        fetched = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = {"schema": "postroad.cache-export/1", "id": POLICY_ID, "fetched": fetched,
                 "policy": "\r\n".join(POLICY) + "\r\n"}
        listed = side.place / "policies.jsonl"
        with listed.open("w", encoding="ascii") as out:
            for number in range(policies):
                out.write(json.dumps({**entry, "domain": STS_DOMAIN.replace("%", str(number))}) + "\n")
        self.command(["cache", "import", listed, "--config", side.place / "postroad.toml"])
        side.server.stop()
        return side.place / "cache.db"

    def start_on(self, cache, policies):
        port = free_port()
        place = self.scratch / f"postroad-{port}"
        place.mkdir()
        if cache:
            shutil.copy(cache, place / "cache.db")
        addresses = {"tcp": f"127.0.0.1:{port}", "unix": f"unix:{place}/socket"}
        (place / "postroad.toml").write_text(
            f'[dns]\nservers = ["{RESOLVER}"]\n'
            f'[tls]\nca_file = "{self.ca_file}"\n'
            "[fetch]\nallow_private = true\n"
            f'[cache]\nfile = "{place}/cache.db"\n'
            f'[resolver]\nlisten = ["inet:{addresses["tcp"]}", "{addresses["unix"]}"]\n'
            f'[http]\nlisten = "127.0.0.1:{free_port()}"\n'
        )
        command = [POSTROAD, "resolver", "--config", place / "postroad.toml"]
        return Side(Server("postroad", command, place / "log"), place, addresses, policies)

    def command(self, words):
        """Seconds that a command takes."""
        start = time.monotonic()
        done = subprocess.run([POSTROAD, *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"postroad {' '.join(map(str, words))}: {done.stderr.strip()}")
        return time.monotonic() - start
