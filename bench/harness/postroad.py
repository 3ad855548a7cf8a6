"""Our side: the daemon as ./postroad starts it, with policies already in its cache file."""

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
        raise Failed("the daemon is not there yet")

    def command(self, words):
        """Seconds that a short command takes."""
        start = time.monotonic()
        done = subprocess.run([POSTROAD, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Failed(f"postroad {' '.join(words)}: {done.stderr.strip()}")
        return time.monotonic() - start
