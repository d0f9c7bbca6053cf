"""What the platform says and the model has no words for."""

from mktctl.diagnostics import OutsideError


class UnreadableError(OutsideError):
    """A document of the platform that cannot be read without losing something, such as a step drawn in its UI.

    `where` is the path into the document, `actions[3].data`, for the message.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}", hint="mktctl leaves this resource as it is on the platform.")
        self.where = where
