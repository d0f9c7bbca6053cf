"""The command line: one verb a file; argv → app → view → exit code."""
