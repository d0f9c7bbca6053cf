"""`python -m mktctl` and the console script."""

import sys


def main() -> int:
    """Run the command line and return the exit code."""
    import gc

    gc.disable()  # while modules load nothing becomes garbage
    from mktctl.cli.main import run

    gc.freeze()  # they stay: to look for cycles among them, now or later, would only cost time
    gc.enable()
    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
