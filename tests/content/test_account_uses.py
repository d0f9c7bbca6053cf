"""Which coupons and catalog items a text takes from the account."""

import pytest

from mktctl.content.account_uses import CatalogUse, catalog_uses, coupons_in

COUPONS = {
    "{% coupon_code 'CART10' %}": ("CART10",),
    '{% coupon_code "CART10" cut=5 %} and {% coupon_code \'CART15\' %} and {% coupon_code "CART10" %}': (
        "CART10",
        "CART15",
    ),
    "{% comment %}{% coupon_code 'CART10' %}{% endcomment %}": (),
    "{% coupon_code name %}": (),
    "coupon_code 'CART10'": (),
    "": (),
}
ITEMS = {
    "{% catalog 'A-1' %}{% endcatalog %}": (CatalogUse(item="A-1"),),
    '{% catalog 4711 integration="shopify" %}{% endcatalog %}': (CatalogUse(item="4711", integration="shopify"),),
    "{% catalog 'A-1' unpublished=\"cut\" %}{% endcatalog %}": (CatalogUse(item="A-1", cut=True),),
    "{% catalog event.ProductID %}{% endcatalog %}": (),
    "{% catalog %}{% endcatalog %}": (),
    "the catalog 'A-1'": (),
}


@pytest.mark.parametrize("text", COUPONS)
def test_the_coupons_of_a_text(text: str) -> None:
    assert coupons_in(text) == COUPONS[text]


@pytest.mark.parametrize("text", ITEMS)
def test_the_catalog_items_of_a_text(text: str) -> None:
    assert catalog_uses(text) == ITEMS[text]
