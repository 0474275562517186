"""What the benchmarks share: the corpus modules on the path, medians, tables, and the machine they ran on.
Not a benchmark itself.
"""

import platform
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "corpus"))

import manifest  # noqa: E402
import measure  # noqa: E402

__all__ = ["ROOT", "machine", "manifest", "measure", "median_run", "must", "table"]


def median_run(command, rounds, accept=(0, 1), before=None, **options):
    """Runs a command several times; (median CPU seconds, median wall seconds, highest peak MB)."""
    costs = []
    for _ in range(rounds):
        if before:
            before()
        costs.append(must(command, accept, **options))
    cpu = statistics.median(cost.cpu for cost in costs)
    wall = statistics.median(cost.wall for cost in costs)
    return cpu, wall, max(cost.peak_mb for cost in costs)


def must(command, accept=(0, 1), **options):
    """One run; a status that is not expected ends the benchmark."""
    cost = measure.run(command, **options)
    if cost.status not in accept:
        tail = cost.stderr[-600:].decode("utf-8", "replace")
        sys.exit(f"error: exit {cost.status}: {' '.join(map(str, command))[:400]}\n{tail}")
    return cost


def table(head, rows):
    """A Markdown table on stdout; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    for number, row in enumerate(cells):
        parts = [cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(parts) + " |", flush=True)
        if number == 0:
            rules = ["-" * width if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
            print("| " + " | ".join(rules) + " |")


def machine():
    """One line on where the figures come from."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{model}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
