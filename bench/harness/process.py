"""A server under measurement: how it is started, what it costs, how it ends."""

import os
import signal
import subprocess
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Failed(Exception):
    """Something that the benchmark needs did not happen; the text says what, and where to look."""


class Server:
    """A process with its children. Its output goes to LOG."""

    def __init__(self, name, command, log, env=None, **popen):
        self.name = name
        self.log = Path(log)
        with self.log.open("ab") as out:
            popen.setdefault("stdout", out)
            self.started = time.monotonic()
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stderr=out,
                env={**os.environ, **(env or {})},
                start_new_session=True,
                **popen,
            )

    def until(self, ready, seconds=60):
        """Waits until ready() is true; returns the seconds since the start of the process."""
        deadline = self.started + seconds
        while not ready():
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended with {self.process.returncode}: {self.tail()}")
            if time.monotonic() > deadline:
                raise Failed(f"{self.name} was not ready within {seconds} s: {self.tail()}")
            time.sleep(0.002)
        return time.monotonic() - self.started

    def until_idle(self, share=0.05, seconds=120):
        """Waits until the process uses less than this share of a core."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            before = self.cpu_seconds()
            time.sleep(1)
            if self.cpu_seconds() - before < share:
                return
        raise Failed(f"{self.name} is still busy after {seconds} s")

    def cpu_seconds(self):
        """User and system time so far. The kernel counts in steps of 10 ms."""
        return sum(sum(map(int, stat(pid)[11:13])) for pid in self.family()) / TICK

    def rss_mb(self):
        return sum(int(stat(pid)[21]) for pid in self.family()) * PAGE / 1e6

    def family(self):
        """The process and its descendants: a launcher may fork, nginx has workers."""
        parents = {int(p.name): int(stat(p.name)[1]) for p in Path("/proc").glob("[0-9]*")}
        found, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            grown = bool(more)
            found |= more
        return found & parents.keys()

    def stop(self, seconds=10):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def tail(self):
        lines = self.log.read_text(errors="replace").splitlines()
        return " | ".join(lines[-5:]) or "it said nothing"


def stat(pid):
    """The fields of /proc/PID/stat from the third on (proc(5)); zeros for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 50
