"""A/B tests of one message, in a flow or a campaign (P1, P2, P12, P32 to P36)."""

from typing import Literal

from mktctl.model.condition import Node
from mktctl.model.duration import Duration
from mktctl.model.template import SmsTemplate


class Variant(Node, frozen=True, kw_only=True):
    """One version, the first of which is the control. What it does not vary it has from its message.

    `subject`, `preview_text` and `template` belong to mails; `content` is the built text message; `at` is "HH:MM", for
    tests of send times.
    """

    name: str
    template: str = ""
    subject: str = ""
    preview_text: str = ""
    content: SmsTemplate | None = None
    at: str | None = None


class Winner(Node, frozen=True, kw_only=True):
    """When the better one is taken: as soon as it is `certain`, or `after` a span, whichever comes first (P2).

    Flows know both; campaigns with a sample only whole hours.
    """

    certain: bool = False
    after: Duration | None = None


class ABTest(Node, frozen=True, kw_only=True):
    """`ab_test:`. `shares` are whole percents in the order of `variants`, 100 together; only flows may be uneven.

    `winner` None: nobody picks one (`winner: manual`, or an even split). `sample` is the percentage of a campaign's
    people who get the test; the rest gets the winner (P32).
    """

    vary: Literal["subject", "content", "send_time"]
    variants: tuple[Variant, ...]
    shares: tuple[int, ...]
    metric: Literal["clicks", "opens", "orders"] = "clicks"
    winner: Winner | None = None
    sample: int | None = None
