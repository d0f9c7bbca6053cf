"""Coupons with codes of their own: attributes of create_coupon and update_coupon; bodies of new codes."""

from collections.abc import Iterable
from typing import Any

from mktctl.model.project import Coupon


def encode_coupon(coupon: Coupon) -> dict[str, Any]:
    """`{external_id, description}`; the external id becomes the id and is fixed (klaviyo-api.md 1.5)."""
    assert coupon.pool is not None, "one code for everybody is no object of the platform"
    return {"external_id": coupon.pool, "description": coupon.description or None}


def encode_codes(pool: str, codes: Iterable[str]) -> dict[str, Any]:
    """Attributes of a job that adds codes to a coupon, 1,000 at most; each lasts a year, which is the default (1.5)."""
    coupon = {"data": {"type": "coupon", "id": pool}}
    return {
        "coupon-codes": {
            "data": [
                {"type": "coupon-code", "attributes": {"unique_code": code}, "relationships": {"coupon": coupon}}
                for code in codes
            ]
        }
    }
