"""What the build step sees: the project's own data, and functions that write the platform's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.content.environment import Section, built_in
from mktctl.content.mistakes import BuildError, nearest
from mktctl.model.project import Project

PRODUCTS_MAX: Final = 20
PRODUCT_CARD: Final = "partials/product-card.mjml"
"""The file that shows one product, as `product`, wherever `products()` names no other."""


MARK: Final = "data-klaviyo-universal-block"
"""The attribute by which the platform knows where a universal block stands (klaviyo-api.md section 5)."""


def names(
    project: Project, settings: Mapping[str, Any], include: Callable[[str], str], *, html: bool = False
) -> dict[str, Any]:
    """`brand`, `store`, `set`, `coupon`, `universal` and `products`.

    `settings` are the `set:` of the environment that is built for; `include` renders a file below `templates/`. `html`:
    for the HTML of a mail, which alone can embed universal blocks.
    """

    def show(ref: str, count: int, card: str = PRODUCT_CARD) -> str:
        return products(project, ref, count, lambda: include(card))

    return {
        "brand": _brand(project),
        "store": Section("store", _plain(project.shop)),
        "set": Section("set", settings),
        "coupon": built_in(lambda ref: coupon(project, ref)),
        "universal": built_in(lambda ref: universal(project, ref, html=html)),
        "products": built_in(show),
    }


def names_in_texts(project: Project) -> dict[str, Any]:
    """What is another thing in a subject or plain text than in the HTML of the same mail, to put over its names."""
    return {"universal": built_in(lambda ref: universal(project, ref, html=False))}


def coupon(project: Project, ref: str) -> str:
    """The platform's tag for a code of the pool, or the one code for everybody (P50)."""
    if found := project.coupons.get(ref):
        return f"{{% coupon_code '{found.pool}' %}}" if found.pool is not None else found.code or ""
    raise BuildError("TPL106", f"no coupon is called {ref}", hint=nearest(ref, project.coupons))


def universal(project: Project, ref: str, *, html: bool) -> str:
    """The mark that embeds a universal block, in a region of its own, as the platform's hybrid editor wants it.

    It holds the block's address, the same for every account; the id takes its place when the mail is uploaded.
    """
    if ref not in project.universal_content:
        hint = nearest(ref, project.universal_content)
        raise BuildError("TPL109", f"no universal block is called {ref}", hint=hint)
    if not html:
        message = f"the universal block {ref} is HTML, and stands in no subject and in no plain text"
        raise BuildError("TPL109", message, hint="Embed it in the mail's sections or its source")
    region = 'data-klaviyo-region="true" data-klaviyo-region-width-pixels="600"'
    return f'<div {region}><div {MARK}="universal-content/{ref}">&nbsp;</div></div>'


def products(project: Project, ref: str, count: int, show: Callable[[], str]) -> str:
    """What `show` writes for up to `count` products: the person's own recommendations, else the fallback feed (P51).

    The list is a profile property that holds objects; the feed a web feed of the same shape.
    """
    found = project.recommendations.get(ref)
    if found is None:
        raise BuildError("TPL107", f"no recommendations are called {ref}", hint=nearest(ref, project.recommendations))
    if not isinstance(count, int) or not 1 <= count <= PRODUCTS_MAX:
        raise BuildError("TPL107", f"products() shows 1 to {PRODUCTS_MAX} products, not {count}")
    card = show()
    own = f"person|lookup:'{found.property}'"
    loop = f"{{% for product in {own}|slice:':{count}' %}}{card}{{% endfor %}}"
    if found.fallback_feed is None:
        return f"{{% if {own} %}}{loop}{{% endif %}}"
    name = found.fallback_feed  # the template language knows no names with a hyphen
    feeds = f"feeds|lookup:'{name}'" if "-" in name else f"feeds.{name}"
    feed = f"{{% for product in {feeds}|slice:':{count}' %}}{card}{{% endfor %}}"
    return f"{{% if {own} %}}{loop}{{% else %}}{feed}{{% endif %}}"


def _brand(project: Project) -> Section:
    brand = project.brand
    return Section("brand", {
        "name": brand.name,
        "logo": brand.logo,
        "address": brand.address,
        "colors": Section("brand.colors", brand.colors),
        "fonts": Section("brand.fonts", brand.fonts),
        "sender": Section("brand.sender", _plain(brand.sender)),
    })  # fmt: skip


def _plain(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
