"""What the daemon must reach: ratios to the other sides of the same run, memory, and start-up."""

from functools import partial

from harness.report import Goal
from harness.rounds import Cell

CONNECTIONS = (1, 10, 100)
MANY, FEW = 100_000, 10_000  # policies


def goals(results, times):
    """The goals in the order of the report; a value is None where a side was left out."""
    def sample(server, work, connections, transport="tcp", policies=0):
        return results.get(Cell(server, work, transport, policies, connections))

    def against(field, server, other, work, c, policies=0, transport="tcp", other_transport="tcp"):
        mine = sample(server, work, c, transport, policies)
        theirs = sample(other, work, c, other_transport, policies)
        return getattr(mine, field) / getattr(theirs, field) if mine and theirs else None

    def seconds(what, policies=None):
        return next((t["seconds"] for t in times if t["server"] == "postroad" and t["what"] == what
                     and t.get("policies") == policies), None)

    ours = partial(against, server="postroad")
    for c in (10, 100):
        warm = partial(ours, work="warm", c=c, policies=MANY)
        at = f"{c} connections"
        yield Goal(f"warm, {at}: rate over the bare responder's", warm("per_second", other="bare"), 0.8, True)
        yield Goal(f"warm, {at}: rate over the peer's", warm("per_second", other="peer"), 2.5, True)
        yield Goal(f"warm, {at}: CPU over the bare responder's", warm("cpu_us", other="bare"), 1.4, False)
        yield Goal(f"warm, {at}: p99 over the bare responder's", warm("p99_ms", other="bare"), 1.5, False)
        yield Goal(f"warm, {at}: Unix socket over our own TCP",
                   warm("per_second", other="postroad", transport="unix"), 1.3, True)
    for work, least in (("negative", 1.5), ("cold", 0.8)):
        for c in CONNECTIONS:
            yield Goal(f"{work}, {c} connections: rate over the peer's",
                       ours("per_second", other="peer", work=work, c=c), least, True)
    for c in CONNECTIONS:
        yield Goal(f"cold, {c} connections: the same, moonshot",
                   ours("per_second", other="peer", work="cold", c=c), 1.5, True)
    largest = [s.rss_mb for cell, s in results.items()
               if cell.server == "postroad" and cell.policies == MANY]
    yield Goal("memory with 100,000 policies", max(largest, default=None), 180, False, "MB")
    yield Goal("ready, empty cache", seconds("ready", 0), 0.5, False, "s")
    yield Goal("ready, 100,000 policies", seconds("ready", MANY), 0.5, False, "s")
    yield Goal("postroad --version", seconds("--version"), 0.15, False, "s")
    yield Goal("postroad config check", seconds("config check"), 0.3, False, "s")
