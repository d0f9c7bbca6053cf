"""What the law wants at the end of a marketing mail: a way out and a postal address (requirement 17.3)."""

import html
from collections.abc import Iterator

from mktctl.content.tags import live_tags, name_of
from mktctl.content.vocabulary import UNSUBSCRIBE_TAGS
from mktctl.diagnostics import Severity
from mktctl.model.places import Path, Problem


def footer_problems(built: str, text: str | None, address: str, path: Path) -> Iterator[Problem]:
    """Problems of the built HTML and of the text part, if there is one; `address` is the brand's own."""
    tags = live_tags(built)
    if not any(name_of(tag) in UNSUBSCRIBE_TAGS for tag in tags):
        yield Problem(
            code="TPL131",
            message="the mail has no unsubscribe link",
            path=path,
            hint="Add {% unsubscribe 'Unsubscribe' %}; a mail that is only ever sent as transactional may say why "
            "not, under lint:",
        )
    if not any("organization.full_address" in tag.body for tag in tags) and not _says(built, address):
        yield Problem(
            code="TPL132",
            message="the mail does not say the sender's postal address",
            path=path,
            hint="Add {{ organization.full_address }} or [[ brand.address ]]",
        )
    if text is not None and not any(name_of(tag) in UNSUBSCRIBE_TAGS for tag in live_tags(text)):
        yield Problem(
            code="TPL133",
            message="the text part has no unsubscribe link",
            path=("text",),
            severity=Severity.WARNING,
            hint="Add {% unsubscribe_link %}",
        )


def _says(built: str, address: str) -> bool:
    return bool(address) and (address in built or html.escape(address) in built)
