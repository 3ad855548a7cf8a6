"""bench/socketmap: the policy daemon beside its peer and a bare responder. See README.md.

Started by ./socketmap inside namespaces of its own. First what is measured, then the goals.
"""

import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from statistics import median

from harness import program, report, sides
from harness.internet import EXCHANGERS, STS_DOMAIN, Internet
from harness.postroad import Postroad
from harness.process import Failed
from harness.rounds import ROUNDS_EXTRA_MAX, Cell, Group, play
from socketmap_goals import CONNECTIONS, FEW, MANY, goals

SIDES = ("postroad", "peer")
TOUCHES_MAX, SETTLED_US = 6, 100
KEYS_MAX = 100_000_000  # first-time negatives: more than are ever asked


@dataclass(frozen=True)
class Plan:
    rounds: int
    warm_seconds: float
    first_seconds: float  # for negatives and cold fetches
    guard_seconds: float  # for the bare responder beside them
    fetches: dict  # cold fetches per run at most, by connections: each needs a domain of its own
    warm_up: int  # fetches before the first round, so that a JVM is measured compiled
    starts: int
    extra_until: float  # no further rounds after that many seconds

    def domains(self):
        runs = sum(self.fetches.values()) * (self.rounds + ROUNDS_EXTRA_MAX)
        return runs + self.warm_up + 1000


FULL = Plan(5, 3, 4, 1, {1: 500, 10: 2000, 100: 2000}, 20_000, 11, 1500)
QUICK = Plan(3, 1.2, 1.2, 0.4, {1: 250, 10: 1000, 100: 1000}, 12_000, 5, 200)


class Bench:
    def __init__(self, plan, which, scratch, java):
        self.plan = plan
        self.which = which
        self.scratch = scratch
        self.java = java
        self.seed = 0
        self.internet = Internet(scratch, sides.BUILT, plan.domains())
        self.postroad = Postroad(scratch, self.internet.ca_file)

    def run(self):
        """Results by cell, times, and which groups stayed noisy."""
        started = time.monotonic()
        say(f"a private Internet with {self.plan.domains():,} policy hosts")
        self.internet.start()
        self.start_sides()
        groups = [*self.warm(), *self.first_time("negative"), *self.first_time("cold")]
        play(groups, self.plan.rounds, lambda: time.monotonic() < started + self.plan.extra_until, say)
        results = {cell: sample for group in groups for cell, sample in group.medians().items()}
        noisy = {f"{group.guard.work}, {group.guard.policies} policies, {group.guard.connections} connections":
                 [len(group.steady()), len(group.rounds)]
                 for group in groups if len(group.steady()) < self.plan.rounds}
        for side in (*self.many.values(), *self.few.values(), *self.empty.values()):
            side.server.stop()
        return results, self.times(), noisy

    # the sides

    def start_sides(self):
        """Each with 100,000 policies, with 10,000, and with none for first-time work."""
        self.bare = {work: sides.bare(self.scratch, work) for work in ("warm", "negative", "cold")}
        self.many, self.few, self.empty = (
            {name: self.start(name, policies)[0] for name in self.which} for policies in (MANY, FEW, 0))
        for name, side in [*self.many.items(), *self.few.items()]:
            self.touch(name, side)
            say(f"{name} with {side.policies:,} policies: {side.ask(domain(7))}")
        for name, side in self.empty.items():
            say(f"{name}: {self.plan.warm_up:,} fetches to warm up")
            side.first_time("cold", 10, 120, self.plan.warm_up)
        self.jsse = sides.Jsse(self.scratch, self.internet.ca_file, self.java)
        self.jsse.fetch(10, 120, self.plan.warm_up)

    def start(self, name, policies):
        """The side, and the seconds until it answered."""
        if name == "peer":
            spare = 0 if policies else self.internet.domains
            side = sides.peer(self.scratch, self.internet.ca_file, policies, spare)
        else:
            side = self.postroad.start(policies)
        return side, side.server.until(side.ready)

    def touch(self, name, side):
        """Asks for every policy until that costs no less than the time before.

        The first question of a domain sets off more than an answer, in ours a look at its record and
        its MX, which may be put off when there are many: the server is warm when all that is done."""
        costs = [side.touch_all()]
        while len(costs) < 2 or costs[-1] < costs[-2] / 1.5 or costs[-1] > SETTLED_US:
            if len(costs) == TOUCHES_MAX:
                raise Failed(f"{name} is not warm yet, CPU us per query: {costs}")
            side.server.until_idle()
            costs.append(side.touch_all())
        replies = [side.ask(domain(number)) for number in range(0, side.policies, side.policies // 50)]
        if name == "postroad" and not all(host in reply for reply in replies for host in EXCHANGERS):
            raise Failed(f"{name} answers without the exchangers: {replies}")

    # what is measured

    def warm(self):
        """Random hits: among 100,000 policies everything, among 10,000 one run, for its memory."""
        for connections in CONNECTIONS:
            yield self.warm_group(self.many, MANY, connections, ("tcp", "unix"))
        yield self.warm_group(self.few, FEW, 100, ("tcp",))

    def warm_group(self, servers, policies, connections, transports):
        def measure(side, transport):
            self.seed += 1
            return side.warm(transport, connections, self.plan.warm_seconds, self.seed, policies)

        measures = {
            Cell(name, "warm", transport, policies, connections): partial(measure, side, transport)
            for transport in transports
            for name, side in {"bare": self.bare["warm"], **servers}.items()
            if transport in side.addresses
        }
        return Group(Cell("bare", "warm", "tcp", policies, connections), measures)

    def first_time(self, work):
        """Domains that the server was never asked for, without a record or with a policy to fetch."""
        plan = self.plan
        for c in CONNECTIONS:
            guard = Cell("bare", work, "tcp", 0, c)
            measures = {guard: partial(self.bare[work].first_time, work, c, plan.guard_seconds, KEYS_MAX)}
            for name, side in self.empty.items():
                count = plan.fetches[c] if work == "cold" else KEYS_MAX
                measures[Cell(name, work, "tcp", 0, c)] = partial(
                    side.first_time, work, c, plan.first_seconds, count)
            if work == "cold":
                measures[Cell("jsse", "cold", "tcp", 0, c)] = partial(
                    self.jsse.fetch, c, plan.first_seconds, plan.fetches[c])
            if work == "cold" and c == 1:
                measures[Cell("openssl", "cold", "tcp", 0, c)] = partial(
                    sides.openssl_fetch, self.internet.ca_file, round(plan.first_seconds))
            yield Group(guard, measures)

    def times(self):
        """Seconds from the start of the process to its first answer, and of short commands."""
        times = []
        for name in self.which:
            for policies in (0, MANY):
                taken = []
                for _ in range(self.plan.starts):
                    side, seconds = self.start(name, policies)
                    side.server.stop()
                    taken.append(seconds)
                times.append({"what": "ready", "server": name, "policies": policies,
                              "seconds": median(taken)})
            if name != "postroad":
                continue
            config = ["--config", side.place / "postroad.toml"]
            for what, words in (("--version", []), ("config check", config)):
                times.append({"what": what, "server": "postroad",
                              "seconds": median(self.postroad.command([*what.split(), *words])
                                                for _ in range(self.plan.starts))})
        return times


def domain(number):
    return STS_DOMAIN.replace("%", str(number))


def say(what):
    print(f"socketmap: {what}", file=sys.stderr, flush=True)


def arguments():
    parser = program.parser(
        "socketmap", "Measures the policy daemon beside its peer and a bare responder, in one go.",
        "three short rounds, under five minutes")
    parser.add_argument("--side", action="append", choices=SIDES, metavar="NAME",
                        help=f"this side only, repeatable: {', '.join(SIDES)} (the bare ones always run)")
    return parser.parse_args()


def main():
    options = arguments()
    plan = QUICK if options.quick else FULL
    java = os.environ["JAVA_HOME"] + "/bin/java"
    results, times, noisy = program.measured(
        options, lambda scratch: Bench(plan, options.side or SIDES, scratch, java).run(), say)
    reached = list(goals(results, times))
    document = report.document("postroad.bench-socketmap/1", results, reached, times,
                               quick=options.quick, rounds=plan.rounds, noisy=noisy,
                               peer_version=sides.peer_version())
    report.show(document, results, reached)
    if options.json:
        report.write(options.json, document)
    return 1 if any(sample.unexpected for sample in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
