"""Rounds: all sides take turns, a disturbed round is played again, the medians count.

The bare responder does the same work in every round. Where its own rate strays by more than 20% from
its median, the machine was doing something else, and the round is void for everybody.
"""

from dataclasses import dataclass, fields
from statistics import median

STRAYS = 0.20
ROUNDS_EXTRA_MAX = 3  # of each group, to make up for void ones


@dataclass(frozen=True)
class Cell:
    """What is measured: the key of a result."""

    server: str
    work: str
    transport: str
    policies: int
    connections: int


@dataclass(frozen=True)
class Sample:
    """What came out; None where a side does not have it."""

    per_second: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    cpu_us: float | None = None
    rss_mb: float | None = None
    generator_cpu: float | None = None  # share of one core
    unexpected: int = 0  # other replies than the work must get, lost connections, no answers


class Group:
    """Cells that are compared with each other, and how each is measured. GUARD is the bare one."""

    def __init__(self, guard, measures):
        self.guard = guard
        self.measures = measures
        self.rounds = []

    def play(self):
        """One round. Each starts with another side, so that none always follows the same one."""
        cells = list(self.measures)
        turn = len(self.rounds) % len(cells)
        self.rounds.append({cell: self.measures[cell]() for cell in cells[turn:] + cells[:turn]})

    def steady(self):
        usual = median(taken[self.guard].per_second for taken in self.rounds)
        return [taken for taken in self.rounds
                if abs(taken[self.guard].per_second / usual - 1) <= STRAYS]

    def medians(self):
        """Of the steady rounds; of all where fewer than three are steady (the report says so)."""
        steady = self.steady()
        counted = steady if len(steady) >= 3 else self.rounds
        return {cell: middle([taken[cell] for taken in counted]) for cell in self.measures}


def play(groups, rounds, more, say):
    """Plays ROUNDS rounds of all groups, then void ones again while more() allows it."""
    for n in range(rounds):
        say(f"round {n + 1} of {rounds}")
        for group in groups:
            group.play()
    for _ in range(ROUNDS_EXTRA_MAX):
        short = [group for group in groups if len(group.steady()) < rounds]
        if not short or not more():
            return
        say(f"again: {len(short)} groups with void rounds")
        for group in short:
            group.play()


def middle(samples):
    def of(name):
        values = [getattr(sample, name) for sample in samples]
        if name == "unexpected":
            return sum(values)
        return None if None in values else median(values)

    return Sample(**{field.name: of(field.name) for field in fields(Sample)})
