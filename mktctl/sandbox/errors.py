"""What can go wrong around the sandbox itself, as branches of the documented tree."""

from mktctl.diagnostics import OutsideError


class SandboxError(OutsideError):
    """The sandbox could not be opened or started: an unreadable database, a taken port."""
