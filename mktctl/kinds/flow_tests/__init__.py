"""Reads tests of flows: `tests/flows/*.test.yaml`."""
