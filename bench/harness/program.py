"""A benchmark as a command: its options, and the folder that it works in."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from harness.process import Failed


def parser(name, measures, quick):
    words = argparse.ArgumentParser(
        prog=f"bench/{name}", allow_abbrev=False, description=measures,
        epilog=f"example: bench/{name} --quick --json {name}.json")
    words.add_argument("--quick", action="store_true", help=quick)
    words.add_argument("--json", metavar="FILE", help="the results as JSON too")
    return words


def measured(options, measure, say):
    """What measure(scratch) returns. If it fails its folder stays, and the process ends with 3."""
    if options.json:
        open(options.json, "a", encoding="utf-8").close()  # better known now than at the end
    scratch = Path(tempfile.mkdtemp(prefix="postroad-bench-"))
    try:
        taken = measure(scratch)
    except Failed as failed:
        say(f"{failed}\nhint: the logs are in {scratch}")
        sys.exit(3)
    except KeyboardInterrupt:
        shutil.rmtree(scratch)
        sys.exit(130)
    shutil.rmtree(scratch)
    return taken
