"""`make bench`, or `python -m bench startup validate plan`: one table, exit 1 when a promise is broken."""

import sys
import time
from collections.abc import Callable

from bench import bench_plan, bench_startup, bench_validate
from bench.measure import Measure, table

BENCHES: dict[str, Callable[[], list[Measure]]] = {
    "startup": bench_startup.main,
    "validate": bench_validate.main,
    "plan": bench_plan.main,
}


def main(names: list[str]) -> int:
    """Run the named benches (all, if none is named) one after the other and print their numbers."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 64
    measures: list[Measure] = []
    for name in names or BENCHES:
        started = time.perf_counter()
        print(f"{name} …", file=sys.stderr, flush=True)
        measures += BENCHES[name]()
        print(f"{name} took {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    print(table(measures))
    return 0 if all(measure.passed for measure in measures) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
