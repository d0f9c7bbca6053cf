"""Each bench runs, small: so that none rots between the days on which somebody looks at the numbers.

The limits are not held here: on a machine that runs other tests at the same time, times say little.
"""

from bench import bench_plan, bench_startup, bench_validate
from bench.measure import Measure


def by_name(measures: list[Measure]) -> dict[str, Measure]:
    assert all(measure.value > 0 for measure in measures)
    return {measure.what: measure for measure in measures}


def test_startup() -> None:
    measures = by_name(bench_startup.main(rounds=1))
    assert list(measures) == ["mktctl --version", "mktctl --help"]
    assert all(measure.limit == 1.3 for measure in measures.values())


def test_validate() -> None:
    measures = by_name(bench_validate.main(files=20, doublings=(20, 40), rounds=1))
    assert [measure.limit for measure in measures.values()] == [4.0, None, 300.0, 1.0, 2.2]
    assert measures["20 files, memory"].passed


def test_plan() -> None:
    measures = by_name(bench_plan.main(each=12, rounds=1))
    assert list(measures) == ["requests", "time", "apply before it"]
