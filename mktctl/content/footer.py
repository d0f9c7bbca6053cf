"""What the law wants at the end of a marketing mail: a way out and a postal address (requirement 17.3)."""

from collections.abc import Iterator, Sequence

from mktctl.content.tags import Tag, live_tags, name_of
from mktctl.content.vocabulary import UNSUBSCRIBE_TAGS
from mktctl.diagnostics import Severity
from mktctl.model.places import Path, Problem
from mktctl.model.template import EmailTemplate


def footer_problems(template: EmailTemplate, address: str, *, path: Path) -> Iterator[Problem]:
    """What a marketing mail lacks; `address` is the brand's own, `path` the key that its HTML comes from.

    Whoever sends it only as transactional need not ask: receipts carry no way out.
    """
    tags = live_tags(template.html)
    if not _has_way_out(tags):
        yield Problem(
            code="TPL131",
            message="the mail has no unsubscribe link",
            path=path,
            hint="Add {% unsubscribe 'Unsubscribe' %}, or send it with  transactional: true  if it is a receipt",
        )
    if not any("organization.full_address" in tag.body for tag in tags) and not _says(template.html, address):
        yield Problem(
            code="TPL132",
            message="the mail does not say the sender's postal address",
            path=path,
            hint="Add {{ organization.full_address }} or [[ brand.address ]]",
        )
    if template.text is not None and not _has_way_out(live_tags(template.text)):
        yield Problem(
            code="TPL133",
            message="the text part has no unsubscribe link",
            path=("text",),
            severity=Severity.WARNING,
            hint="Add {% unsubscribe_link %}",
        )


def _has_way_out(tags: Sequence[Tag]) -> bool:
    return any(name_of(tag) in UNSUBSCRIBE_TAGS for tag in tags)


def _says(built: str, address: str) -> bool:
    if not address or address in built:
        return bool(address)
    from html import escape  # here: it brings a table of all entities, which few mails need

    return escape(address) in built
