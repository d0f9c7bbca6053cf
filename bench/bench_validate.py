"""How long `mktctl validate` takes, beside the bare parser, beside check-jsonschema, and as the workspace grows."""

import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.measure import Measure
from bench.processes import BIN, Run, peak_megabytes, run
from bench.workspace_generator import Counts, generate

COMPOSE_RATIO_MAX: Final = 4.0
PEAK_MEGABYTES_MAX: Final = 300.0
DOUBLING_RATIO_MAX: Final = 2.2
FILES: Final = 2_000
DOUBLINGS: Final = (1_250, 2_500, 5_000, 10_000)
ROUNDS: Final = 5

SCHEMAS: Final = Path(__file__).resolve().parents[1] / "schemas"

# Prints the seconds of the loop alone: the interpreter's start is not the parser's.
COMPOSE: Final = """
import sys, time, yaml
paths = open(sys.argv[1]).read().split("\\n")
started = time.perf_counter()
for path in paths:
    with open(path, encoding="utf-8") as file:
        yaml.compose(file.read(), Loader=yaml.CSafeLoader)
print(time.perf_counter() - started)
"""


def main(
    files: int = FILES, doublings: Sequence[int] = DOUBLINGS, rounds: int = ROUNDS, *, schemas: Path = SCHEMAS
) -> list[Measure]:
    """Every number on generated workspaces without a mistake; each run is a cold process.

    Times are the fastest of the rounds, which are taken in turns: what else the machine does only ever adds.
    """
    with tempfile.TemporaryDirectory(prefix="mktctl-bench-") as folder:
        return [*_one_size(Path(folder) / "one", files, rounds, schemas), *_growth(Path(folder), doublings, rounds)]


def _validate(root: Path) -> Run:
    return run([str(BIN / "mktctl"), "validate"], cwd=root)


def _one_size(root: Path, files: int, rounds: int, schemas: Path) -> list[Measure]:
    paths = generate(root, Counts.mix(files))
    listed = root.parent / "paths.txt"
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    _validate(root)
    runs: list[Run] = []
    composes: list[Run] = []
    for _ in range(rounds):
        composes.append(run([sys.executable, "-c", COMPOSE, str(listed)], cwd=root))
        runs.append(_validate(root))
    seconds, compose = min(one.seconds for one in runs), min(float(one.output) for one in composes)
    process = min(one.seconds for one in composes)
    other = _check_jsonschema(root, schemas)
    size = sum(path.stat().st_size for path in paths) / len(paths)
    corpus = f"{files} files of {size / 1000:.1f} kB"
    return [
        Measure(
            bench="validate",
            what=f"{files} files, time",
            value=seconds / compose,
            unit="×",
            limit=COMPOSE_RATIO_MAX,
            beside=f"{seconds * 1000:.0f} ms, start-up included; bare yaml.compose {compose * 1000:.0f} ms ({corpus})",
        ),
        Measure(
            bench="validate",
            what=f"{files} files, processes",
            value=seconds / process,
            unit="×",
            beside=f"a cold process that only composes them: {process * 1000:.0f} ms",
        ),
        Measure(
            bench="validate",
            what=f"{files} files, memory",
            value=peak_megabytes([str(BIN / "mktctl"), "validate"], cwd=root),
            unit="MB",
            limit=PEAK_MEGABYTES_MAX,
            beside="peak resident memory of the process",
        ),
        Measure(
            bench="validate",
            what=f"{files} files, other tool",
            value=seconds / other,
            unit="×",
            limit=1.0,
            beside=f"check-jsonschema, same files and schemas: {other:.1f} s",
        ),
    ]


def _check_jsonschema(root: Path, schemas: Path) -> float:
    """Seconds for the same files and schemas, one call a kind, as its users call it."""
    total = 0.0
    for kind in ("segment", "template", "flow"):
        paths = [str(path) for path in sorted((root / f"{kind}s").glob("*.yaml"))]
        command = [str(BIN / "check-jsonschema"), "--schemafile", str(schemas / f"{kind}.schema.json"), *paths]
        total += run(command, cwd=root).seconds
    return total


def _growth(folder: Path, sizes: Sequence[int], rounds: int) -> list[Measure]:
    roots = [folder / f"grown-{files}" for files in sizes]
    for root, files in zip(roots, sizes, strict=True):
        generate(root, Counts.mix(files))
    taken = [[_validate(root).seconds for root in roots] for _ in range(max(1, rounds * 3 // 5))]
    seconds = [min(column) for column in zip(*taken, strict=True)]
    return [
        Measure(
            bench="validate",
            what=f"{few} → {many} files",
            value=seconds[index + 1] / seconds[index],
            unit="×",
            limit=DOUBLING_RATIO_MAX,
            beside=f"{seconds[index]:.2f} s → {seconds[index + 1]:.2f} s",
        )
        for index, (few, many) in enumerate(itertools.pairwise(sizes))
    ]
