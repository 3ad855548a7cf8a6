"""bench/survey: domains per second and memory of `postroad survey`. See README.md.

Started by ./survey inside namespaces of its own. First the DNS alone, beside dnsjava, then policy
hosts, then the synthetic Internet with its exchangers.
"""

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from harness import program, report
from harness.internet import POLICY_HOSTS, RESOLVER, Internet
from harness.process import Failed, Server

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
POSTROAD = ROOT / "postroad"
JARS = f"{ROOT}/app/target/lib/*:{ROOT}/app/target/*"
KEPT = BENCH / "target"

FEW, MANY = 10_000, 100_000
WITH_RECORD = 10  # every tenth has one
PARALLEL = 512
HOSTS_MAX = "1000000/s"  # all policy hosts are one here
GOAL_RATE, GOAL_MEMORY = 1_000, 1.25


@dataclass(frozen=True)
class Plan:
    rounds: int
    policies: int
    divisor: int  # of the synthetic Internet


FULL = Plan(5, 5_000, 1)
QUICK = Plan(3, 1_500, 10)


@dataclass(frozen=True)
class Ran:
    """A process and all that it did."""

    domains: int
    seconds: float
    cpu_seconds: float
    rss_mb: float
    unexpected: int = 0

    def per_second(self):
        return self.domains / self.seconds


@dataclass(frozen=True)
class Look:
    """A survey of the synthetic Internet."""

    depth: str
    ran: Ran
    made: dict
    found: dict

    def equal(self):
        return self.made == self.found

    def row(self):
        return {"depth": self.depth, "seconds": round(self.ran.seconds, 1),
                "cpu_seconds": round(self.ran.cpu_seconds, 1), "rss_mb": round(self.ran.rss_mb, 1),
                "equal": self.equal()}


class Bench:
    def __init__(self, plan, scratch):
        self.plan = plan
        self.scratch = scratch
        self.internet = Internet(scratch, KEPT, plan.policies, POLICY_HOSTS[:1])
        self.runs = {}

    def run(self):
        say("a private Internet")
        self.internet.start()
        works = [(work, domains) for domains in (FEW, MANY) for work in (self.record, self.dnsjava)]
        works.append((self.policy, self.internet.domains))
        for turn in range(self.plan.rounds):
            for work, domains in works[turn % len(works):] + works[:turn % len(works)]:
                ran = work(domains)
                self.runs.setdefault((work.__name__, domains), []).append(ran)
                say(f"round {turn + 1}: {work.__name__}, {domains:,} domains: {ran.per_second():,.0f}/s, "
                    f"{ran.rss_mb:.0f} MB")
        return {key: middle(runs) for key, runs in self.runs.items()}

    # the sides

    def record(self, domains):
        return self.survey("record", domains, self.list_of(domains), domains)

    def policy(self, domains):
        listed = self.scratch / "policies.txt"
        listed.write_text("".join(f"d{n}.sts.example\n" for n in range(domains)))
        return self.survey("policy", domains, listed, domains)

    def survey(self, depth, domains, listed, good):
        out = self.scratch / "answers.jsonl"
        out.unlink(missing_ok=True)
        ran = whole([POSTROAD, "survey", "--depth", depth, "--dns", RESOLVER, "--out", out,
                     "--ca-file", self.internet.ca_file, "--allow-private", "--host-rate", HOSTS_MAX,
                     *(["--parallel", PARALLEL] if depth == "record" else []), listed],
                    domains, self.scratch / "survey.log")
        counted = classes(out)
        wanted = {"good": good} if depth == "policy" else {
            "good": good // WITH_RECORD, "none": good - good // WITH_RECORD}
        return Ran(domains, *ran, sum(abs(counted.get(name, 0) - wanted.get(name, 0))
                                      for name in counted | wanted))

    def dnsjava(self, domains):
        log = self.scratch / "dnsjava.json"
        log.unlink(missing_ok=True)
        ran = whole([os.environ["JAVA_HOME"] + "/bin/java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", JARS,
                     BENCH / "DnsjavaQueries.java", RESOLVER, self.list_of(domains), PARALLEL],
                    domains, log)
        line = [line for line in log.read_text().splitlines() if line.startswith("{")][-1]
        said = json.loads(line)
        # its own time: compiling the source at the start is no work of dnsjava's
        return Ran(domains, said["seconds"], *ran[1:], said["failed"])

    def list_of(self, domains):
        listed = self.scratch / f"{domains}.txt"
        if not listed.exists():
            listed.write_text("".join(
                f"d{n}.sts.example\n" if n % WITH_RECORD == 0 else f"n{n}.none.example\n"
                for n in range(domains)))
        return listed

    # the synthetic Internet

    def synthetic(self):
        """What was made and found at each depth, the deepest last."""
        place = self.scratch / "synthetic"
        place.mkdir()
        say("a synthetic Internet")
        lab = Server("synthetic Internet",
                     [os.environ["JAVA_HOME"] + "/bin/java", "-Xmx2g", "-cp", JARS,
                      "org.postroad.lab.synthetic.Main", place, self.plan.divisor],
                     place / "log", stdin=subprocess.PIPE)
        lab.until(lambda: "ready " in lab.log.read_text(errors="replace"), 120)
        dns = lab.log.read_text().rpartition("ready ")[2].split()[0]
        listed = place / "domains.txt"
        with (place / "classes.csv").open() as table:
            made = {name: int(count) for name, count in csv.reader(table)}
        looks = []
        for depth in ("policy", "mx"):
            out = place / f"{depth}.jsonl"
            ran = Ran(sum(made.values()), *whole(
                [POSTROAD, "survey", "--depth", depth, "--dns", dns, "--ca-file", place / "ca.pem",
                 "--connect", place / "connect", "--allow-private", "--host-rate", HOSTS_MAX, "--timeout", "10s",
                 "--out", out, listed], sum(made.values()), place / f"{depth}.log"))
            looks.append(Look(depth, ran, made if depth == "mx" else without_exchangers(made), classes(out)))
            say(f"depth {depth}: {ran.seconds:.0f} s, {ran.rss_mb:.0f} MB, "
                f"{'the same table' if looks[-1].equal() else 'ANOTHER TABLE'}")
        lab.process.stdin.close()
        lab.stop()
        return looks


def without_exchangers(made):
    """The table as it is seen by who visits no exchanger."""
    seen = Counter()
    for name, count in made.items():
        seen["good" if name.startswith("mx-") else name] += count
    return dict(seen)


def whole(command, domains, log):
    """Seconds, CPU seconds and the most memory (MB) of a process from its start to its end."""
    with open(log, "wb") as said:
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise Failed(f"{Path(str(command[0])).name} {command[1]} ended with "
                     f"{os.waitstatus_to_exitcode(status)}: {Path(log).read_text(errors='replace')[-500:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def classes(out):
    said = subprocess.run([POSTROAD, "survey", "report", "--json", out], capture_output=True, text=True)
    if said.returncode != 0:
        raise Failed(f"survey report: {said.stderr.strip()}")
    return {row["class"]: row["count"] for row in json.loads(said.stdout)["classes"]}


def middle(runs):
    """The medians; what was unexpected in any."""
    return Ran(runs[0].domains, *(median(getattr(run, name) for run in runs)
                                  for name in ("seconds", "cpu_seconds", "rss_mb")),
               sum(run.unexpected for run in runs))


def goals(results):
    many, few = results["record", MANY], results["record", FEW]
    return [
        report.Goal("domains per second at depth record, 100,000 domains", many.per_second(), GOAL_RATE, True,
                    "/s"),
        report.Goal("memory at 100,000 domains over that at 10,000", many.rss_mb / few.rss_mb, GOAL_MEMORY,
                    False),
    ]


def document(results, reached, looks, plan, quick):
    made, found = looks[-1].made, looks[-1].found
    rows = [{
        "server": "dnsjava" if work == "dnsjava" else "postroad",
        "work": "policy" if work == "policy" else "record",
        "domains": domains, "per_second": round(each.per_second(), 1),
        "queries_per_second": round(each.per_second(), 1) if work != "policy" else None,
        "cpu_us": round(each.cpu_seconds / domains * 1e6, 1), "rss_mb": round(each.rss_mb, 1),
        "unexpected": each.unexpected,
    } for (work, domains), each in results.items()]
    return {
        "schema": "postroad.bench-survey/1",
        **report.machine(), "quick": quick, "rounds": plan.rounds,
        "results": [report.present(row) for row in rows],
        "synthetic": {"domains": looks[-1].ran.domains, "depths": [look.row() for look in looks], "classes": [
            {"class": name, "made": made.get(name, 0), "found": found.get(name, 0)}
            for name in sorted(made | found)]},
        "goals": [report.present({"name": goal.name, "value": goal.value, "goal": goal.goal,
                                  "least": goal.least, "unit": goal.unit, "reached": goal.reached()})
                  for goal in reached],
    }


def show(about):
    print(f"{about['cores']} cores ({about['cpu']}), {about['system']}; {about['rounds']} rounds, medians")
    print(f"\n{'work':8} {'domains':>9} {'server':10} {'per second':>11} {'CPU us':>8} {'RSS MB':>7}")
    for row in about["results"]:
        print(f"{row['work']:8} {row['domains']:9,} {row['server']:10} {row['per_second']:11,.0f} "
              f"{row['cpu_us']:8.0f} {row['rss_mb']:7.0f}")
        if row["unexpected"]:
            print(f"  {row['unexpected']} answers were not what this work must get")
    made = about["synthetic"]
    print(f"\nsynthetic Internet: {made['domains']:,} domains")
    for look in made["depths"]:
        print(f"  depth {look['depth']:7} {look['seconds']:4.0f} s, {look['cpu_seconds']:4.0f} s of CPU, "
              f"{look['rss_mb']:.0f} MB; {'the table came back' if look['equal'] else 'NOT THE SAME TABLE'}")
    above, below = made["depths"]
    print(f"  the exchangers cost {below['cpu_seconds'] / above['cpu_seconds']:.2f} times the CPU, and "
          f"{below['rss_mb'] / above['rss_mb']:.2f} times the memory, of a look without them")
    print(f"  {'class':34} {'made':>7} {'found':>7}")
    for row in made["classes"]:
        print(f"  {row['class']:34} {row['made']:7,} {row['found']:7,}"
              f"{'' if row['made'] == row['found'] else '  differs'}")
    asked = {row["server"]: row["queries_per_second"] for row in about["results"] if row["domains"] == MANY}
    print(f"\n{asked['postroad']:,.0f} DNS queries a second at depth record, where dnsjava alone puts "
          f"{asked['dnsjava']:,.0f} ({asked['postroad'] / asked['dnsjava']:.2f})\n")


def say(what):
    print(f"survey: {what}", file=sys.stderr, flush=True)


def main():
    options = program.parser(
        "survey", "Measures surveys: domains per second, memory, and a synthetic Internet of known faults.",
        "three rounds, under five minutes").parse_args()
    plan = QUICK if options.quick else FULL

    def measure(scratch):
        bench = Bench(plan, scratch)
        return bench.run(), bench.synthetic()

    results, looks = program.measured(options, measure, say)
    reached = goals(results)
    about = document(results, reached, looks, plan, options.quick)
    show(about)
    for goal in reached:
        print(goal.line())
    if options.json:
        report.write(options.json, about)
    return 1 if not all(look.equal() for look in looks) or any(run.unexpected for run in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
