"""`python -m mktctl` and the console script."""

import sys


def main() -> int:
    """Run the command line and return the exit code."""
    import gc

    gc.disable()  # modules stay: looking for cycles among them would only cost time
    from mktctl.cli.main import run

    gc.enable()
    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
