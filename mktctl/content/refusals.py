"""Why a template cannot be rendered."""


class RenderRefusal(Exception):  # noqa: N818 - it is no error of ours, and never leaves this layer
    """Raised by a tag or filter while it renders; `render` turns it into a value."""
