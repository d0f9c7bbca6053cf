"""What texts take from the account, as addresses: the coupons that they give away, the blocks that they embed."""

from collections.abc import Iterable, Iterator
from typing import Any

from mktctl.content.account_uses import CatalogUse, catalog_uses, coupons_in
from mktctl.model.address import Address
from mktctl.model.project import Project
from mktctl.model.template import EmailTemplate
from mktctl.model.workspace import Workspace
from mktctl.wire.templates import universal_blocks


def content_needs(workspace: Workspace, contents: Iterable[str], document: Any) -> tuple[Address, ...]:
    """Coupons and universal blocks that a message needs: those of the templates `contents`, and of its own texts."""
    templates = [workspace.templates[ref] for ref in contents if ref in workspace.templates]
    texts = [text for template in templates for text in texts_of(template)]
    blocks = {block for template in templates for block in universal_blocks(template.html)}
    return tuple(sorted({*coupon_addresses(workspace.project, [*texts, *texts_in(document)]), *blocks}))


def coupon_addresses(project: Project, texts: Iterable[str]) -> set[Address]:
    """The coupons of `mktctl.yaml` whose codes the texts give away."""
    pools = {coupon.pool: ref for ref, coupon in project.coupons.items() if coupon.pool}
    if not pools:
        return set()
    named = {name for text in texts for name in coupons_in(text)}
    return {Address(kind="coupon", ref=pools[name]) for name in named if name in pools}


def catalog_uses_of(workspace: Workspace, contents: Iterable[str], document: Any) -> tuple[CatalogUse, ...]:
    """The catalog items that the same texts name."""
    templates = [workspace.templates[ref] for ref in contents if ref in workspace.templates]
    texts = [*(text for template in templates for text in texts_of(template)), *texts_in(document)]
    return tuple(dict.fromkeys(use for text in texts for use in catalog_uses(text)))


def texts_of(template: EmailTemplate) -> tuple[str, ...]:
    """Every text of a built mail."""
    return template.html, template.subject, template.preview_text, template.text or ""


def texts_in(document: Any) -> Iterator[str]:
    """Every text at any depth of a JSON document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from texts_in(value)
    elif isinstance(document, list | tuple):
        for value in document:
            yield from texts_in(value)
