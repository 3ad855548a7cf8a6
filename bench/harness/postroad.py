"""Our side: the daemon as ./postroad starts it, with policies already in its cache."""

import os
import subprocess
import time

from harness.internet import RESOLVER
from harness.process import Failed, Server
from harness.sides import BENCH, Side, free_port

POSTROAD = BENCH.parent / "postroad"


class Postroad:
    def __init__(self, scratch, ca_file):
        self.scratch = scratch
        self.ca_file = ca_file

    def start(self, policies):
        port, http = free_port(), free_port()
        place = self.scratch / f"postroad-{port}"
        place.mkdir()
        config = place / "postroad.toml"
        config.write_text(
            f'[dns]\nservers = ["{RESOLVER}"]\n'
            f'[tls]\nca_file = "{self.ca_file}"\n'
            "[fetch]\nallow_private = true\n"
            f'[cache]\nfile = "{place}/cache.db"\n'
        )
        addresses = {"tcp": f"127.0.0.1:{port}", "unix": f"unix:{place}/socket"}
        command = [POSTROAD, "resolver", "--config", config, "--listen", f"inet:{addresses['tcp']}",
                   "--listen", addresses["unix"], "--http", f"127.0.0.1:{http}"]
        return Side(Server("postroad", command, place / "log"), addresses, policies)

    def command(self, words):
        """Seconds that a short command takes."""
        start = time.monotonic()
        done = subprocess.run([POSTROAD, *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"postroad {' '.join(words)}: {done.stderr.strip()}")
        return time.monotonic() - start
