"""MJML to HTML, with the platform's tags kept byte for byte."""

from mktctl.content.masking import mask, unmask
from mktctl.content.mistakes import BuildMistake


def to_html(text: str) -> str:
    """The HTML of an MJML document. Raises BuildMistake TPL020 when it is none."""
    from mjml import mjml2html  # here: only a workspace with MJML pays for it

    masked = mask(text)
    try:
        html: str = mjml2html(masked.text)
    except ValueError as error:
        raise BuildMistake("TPL020", f"MJML: {error}") from error
    return unmask(html, masked)
