"""The report: a table with ratios, the goals with ok or short, and the same as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone


@dataclass(frozen=True)
class Goal:
    """VALUE against the goal; `least` says in which direction. VALUE is None if not measured."""

    name: str
    value: float | None
    goal: float
    least: bool
    unit: str = "x"

    def reached(self):
        return self.value is not None and (
            self.value >= self.goal if self.least else self.value <= self.goal)

    def line(self):
        mark = "-" if self.value is None else "ok" if self.reached() else "short"
        seen = "not measured" if self.value is None else f"{self.value:.2f} {self.unit}"
        bound = f"at {'least' if self.least else 'most'} {self.goal:g} {self.unit}"
        return f"{mark:6} {seen:>12}  {bound:17}  {self.name}"


def machine():
    model = platform.processor()
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
    return {"cores": os.cpu_count(), "cpu": model, "system": f"{platform.system()} {platform.release()}"}


HEAD = ("work", "transport", "policies", "conn", "server", "per second", "p50 ms", "p99 ms", "CPU us",
        "RSS MB", "gen", "of bare", "of peer")


def table(results):
    """RESULTS: {Cell: Sample}. The ratios compare rates; beside a fetch, a fixed reply says nothing."""
    rows = [HEAD]
    for cell, sample in results.items():
        rows.append((
            cell.work, cell.transport, f"{cell.policies}", f"{cell.connections}", cell.server,
            f"{sample.per_second:,.0f}", number(sample.p50_ms, 3), number(sample.p99_ms, 3),
            number(sample.cpu_us, 1), number(sample.rss_mb, 0), number(sample.generator_cpu, 2),
            number(ratio(results, cell, "bare") if cell.work == "warm" else None, 2),
            number(ratio(results, cell, "peer") if cell.server != "bare" else None, 2),
        ))
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = []
    for before, row in zip([HEAD, *rows], rows):
        if row[:4] != before[:4]:
            lines.append("")
        lines.append("  ".join(value.ljust(width) if n in (0, 1, 4) else value.rjust(width)
                               for n, (value, width) in enumerate(zip(row, widths))).rstrip())
    wrong = [f"{cell.server}, {cell.work}, {cell.transport}, {cell.connections} connections: "
             f"{sample.unexpected} replies were not what this work must get"
             for cell, sample in results.items() if sample.unexpected]
    return "\n".join(lines + ([""] + wrong if wrong else []))


def show(about, results, goals):
    rounds = f"{about['rounds']} rounds, medians"
    print(f"{about['cores']} cores ({about['cpu']}), {about['system']}; {rounds}; peer: "
          f"postfix-mta-sts-resolver {about['peer_version']}")
    print(table(results))
    print()
    for taken in about["times"]:
        loaded = f" with {taken['policies']:,} policies" if "policies" in taken else ""
        print(f"{taken['seconds']:8.3f} s  {taken['server']}: {taken['what']}{loaded}")
    print()
    for goal in goals:
        print(goal.line())
    for what, (steady, played) in about["noisy"].items():
        print(f"noisy: {what}: only {steady} of {played} rounds were steady")


def number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def ratio(results, cell, other):
    """CELL's rate over OTHER's for the same work, on the same transport or else over TCP; or None."""
    for transport in (cell.transport, "tcp"):
        beside = results.get(replace(cell, server=other, transport=transport))
        if beside and beside is not results[cell]:
            return results[cell].per_second / beside.per_second
    return None


def document(schema, results, goals, times, **about):
    """Absent is absent: a side that has no p99 gets no key for it."""
    return {
        "schema": schema,
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        **machine(),
        **about,
        "results": [present({**asdict(cell), **asdict(sample)}) for cell, sample in results.items()],
        "times": times,
        "goals": [present({**asdict(goal), "reached": goal.reached()}) for goal in goals],
    }


def present(fields):
    return {key: round(value, 4) if isinstance(value, float) else value
            for key, value in fields.items() if value is not None}


def write(path, what):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(what, out, indent=1)
        out.write("\n")
