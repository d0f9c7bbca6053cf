"""A broken promise shows, in the table and in the exit code."""

import sys
from pathlib import Path

import pytest

from bench import __main__ as program
from bench.measure import Measure, table
from bench.processes import median_seconds, peak_megabytes, run


def measure(value: float, limit: float | None) -> Measure:
    return Measure(bench="startup", what="mktctl --help", value=value, unit="×", limit=limit, beside="80 ms; 70 ms")


@pytest.mark.parametrize(("value", "limit", "passed"), [(1.3, 1.3, True), (1.31, 1.3, False), (9.0, None, True)])
def test_a_limit_is_the_most_a_number_may_be(value: float, limit: float | None, passed: bool) -> None:
    assert measure(value, limit).passed is passed


def test_the_table_says_what_passed_and_what_did_not() -> None:
    heading, rule, kept, broken, told = table([measure(1.1, 1.3), measure(1.4, 1.3), measure(2, None)]).splitlines()
    assert heading.split() == ["bench", "what", "measured", "limit", "beside"]
    assert set(rule) == {"─"}
    assert kept.split() == ["startup", "mktctl", "--help", *"1.10 × ≤ 1.3 × pass 80 ms; 70 ms".split()]
    assert broken.split() == ["startup", "mktctl", "--help", *"1.40 × ≤ 1.3 × FAIL 80 ms; 70 ms".split()]
    assert "pass" not in told + broken


@pytest.mark.parametrize(("value", "code"), [(1.0, 0), (2.0, 1)])
def test_the_exit_code_is_one_when_a_limit_is_broken(
    value: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "BENCHES", {"startup": lambda: [measure(value, 1.3)]})
    assert program.main([]) == code
    assert "mktctl --help" in capsys.readouterr().out


def test_an_unknown_bench_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["speed"]) == 64
    assert "no such bench: speed" in capsys.readouterr().err


def test_a_process_is_measured_with_its_time_and_output(tmp_path: Path) -> None:
    taken = run([sys.executable, "-c", "import time; time.sleep(0.1); print('done')"], cwd=tmp_path)
    assert taken.output == "done\n"
    assert taken.seconds > 0.1


def test_memory_is_the_process_s_own_and_not_that_of_who_measures(tmp_path: Path) -> None:
    ballast = b"x" * 200_000_000
    peak = peak_megabytes([sys.executable, "-c", "x = 'y' * 50_000_000; print('done')"], cwd=tmp_path)
    assert 50 < peak < 120
    assert len(ballast) > peak


def test_a_process_that_fails_stops_the_bench(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="exited with 3:\nno such file"):
        run([sys.executable, "-c", "import sys; print('no such file'); sys.exit(3)"], cwd=tmp_path)


def test_the_round_that_warms_up_is_not_counted(tmp_path: Path) -> None:
    count = "open('count', 'a').write('x')"
    medians = median_seconds({"one": [sys.executable, "-c", count]}, cwd=tmp_path, rounds=3)
    assert (tmp_path / "count").read_text() == "xxxx"
    assert medians["one"] > 0
