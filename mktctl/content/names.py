"""What the build step sees: the project's own data, and two functions that write the platform's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.content.environment import Section, built_in
from mktctl.content.mistakes import BuildError, nearest
from mktctl.model.project import Project

PRODUCTS_MAX: Final = 20
PRODUCT_CARD: Final = "partials/product-card.mjml"
"""The file that shows one product, as `product`, wherever `products()` names no other."""


def names(project: Project, settings: Mapping[str, Any], include: Callable[[str], str]) -> dict[str, Any]:
    """`brand`, `store`, `set`, `coupon` and `products`.

    `settings` are the `set:` of the environment that is built for; `include` renders a file below `templates/`.
    """

    def show(ref: str, count: int, card: str = PRODUCT_CARD) -> str:
        return products(project, ref, count, lambda: include(card))

    return {
        "brand": _brand(project),
        "store": Section("store", _plain(project.shop)),
        "set": Section("set", settings),
        "coupon": built_in(lambda ref: coupon(project, ref)),
        "products": built_in(show),
    }


def coupon(project: Project, ref: str) -> str:
    """The platform's tag for a code of the pool, or the one code for everybody (P50)."""
    if found := project.coupons.get(ref):
        return f"{{% coupon_code '{found.pool}' %}}" if found.pool is not None else found.code or ""
    raise BuildError("TPL106", f"no coupon is called {ref}", hint=nearest(ref, project.coupons))


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
