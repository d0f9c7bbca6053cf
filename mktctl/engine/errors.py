"""What the engine cannot know."""

from mktctl.diagnostics import MktctlError


class UndecidableError(MktctlError):
    """A condition whose answer only Klaviyo knows: raw JSON, custom objects, a start where nothing started."""
