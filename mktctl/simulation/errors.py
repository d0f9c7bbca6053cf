"""What cannot be played."""

from mktctl.diagnostics import MktctlError


class EndlessError(MktctlError):
    """Flows that start each other, or themselves, without time passing."""
