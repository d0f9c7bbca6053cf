"""One campaign for each date of what comes again: names, messages, dates, and the laws that hold for all of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.model.ab_test import ABTest, Variant
from mktctl.model.address import Address, parse_address
from mktctl.model.campaign import Audience, Campaign, EmailMessage, Issue, SendAgain, SendAt, SmsMessage
from mktctl.model.recurrence import dates_between, falls_on
from mktctl.model.template import Sender, SmsTemplate
from mktctl.planning.occurrences import occurrences
from mktctl.wire.campaigns.encode import encode_campaign
from mktctl.wire.ids import Symbolic

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 25, 12, tzinfo=PARIS)
MAIL = EmailMessage(
    template="newsletter", subject="News", preview_text="", sender=Sender(name="S", email="s@shop.example")
)
TUESDAYS = SendAgain(cron="0 9 * * TUE", zone="Europe/Paris", horizon_days=28)
CRONS = ("0 9 * * *", "30 7 * * TUE", "0 18 * * MON,THU", "15 10 1 * *", "0 9 28 * *", "0 0 L * *", "0 9 * 2 SUN")


def weekly(send: SendAgain = TUESDAYS, **fields: object) -> Campaign:
    given: dict[str, object] = {"ref": "weekly-newsletter", "name": "Weekly newsletter", "message": MAIL, **fields}
    audience = Audience(include=(Address(kind="list", ref="newsletter"),))
    return Campaign(audience=audience, send=send, **given)  # type: ignore[arg-type]


def days(send: SendAgain, now: datetime = NOW) -> list[str]:
    return [one.ref.partition("@")[2] for one in occurrences(weekly(send), now)]


def test_each_date_has_its_name_and_its_time() -> None:
    first, *_ = occurrences(weekly(), NOW)
    assert (first.ref, first.name) == ("weekly-newsletter@2026-12-01", "Weekly newsletter · 2026-12-01")
    assert first.send == SendAt(at=datetime.fromisoformat("2026-12-01T09:00"), zone="Europe/Paris")
    assert parse_address(f"campaign/{first.ref}") == Address(kind="campaign", ref=first.ref)
    assert days(TUESDAYS) == ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"]


def test_what_is_sent_once_gives_itself() -> None:
    once = msgspec.structs.replace(weekly(), send=SendAt(at=datetime.fromisoformat("2020-01-01T09:00"), zone="UTC"))
    assert occurrences(once, NOW) == (once,)


def test_bounds_and_exceptions_are_left_out() -> None:
    bounded = msgspec.structs.replace(
        TUESDAYS, first=date(2026, 12, 8), last=date(2026, 12, 22), excluded=(date(2026, 12, 15),)
    )
    assert days(bounded) == ["2026-12-08", "2026-12-22"]


def test_today_counts_although_its_hour_is_over() -> None:
    """What becomes of it is the plan's concern: it may be scheduled, or be on its way."""
    evening = datetime(2026, 12, 1, 23, 59, tzinfo=PARIS)
    assert days(TUESDAYS, evening)[0] == "2026-12-01"
    assert days(TUESDAYS, evening + timedelta(minutes=1))[0] == "2026-12-08"


def test_the_last_day_of_the_horizon_counts() -> None:
    assert days(msgspec.structs.replace(TUESDAYS, horizon_days=6)) == ["2026-12-01"]
    assert days(msgspec.structs.replace(TUESDAYS, horizon_days=5)) == []


def test_the_clock_of_the_wall_stays_when_the_zone_s_changes() -> None:
    """09:00 in Paris is 08:00 in UTC before 28 March and 07:00 after it."""
    dated = occurrences(weekly(), datetime(2027, 3, 20, 12, tzinfo=PARIS))
    times = [encode_campaign(one, ids=Symbolic())["schedule"]["send_time"] for one in dated]
    assert times[:2] == ["2027-03-23T08:00:00+00:00", "2027-03-30T07:00:00+00:00"]


def test_an_issue_has_its_own_message_on_its_date_alone() -> None:
    own = msgspec.structs.replace(MAIL, template="newsletter-xmas", subject="Last post")
    dated = {one.ref: one for one in occurrences(weekly(issues=(Issue(day=date(2026, 12, 22), message=own),)), NOW)}
    assert dated["weekly-newsletter@2026-12-22"].message == own
    assert dated["weekly-newsletter@2026-12-15"].message == MAIL
    assert all(one.issues == () for one in dated.values())


def test_a_test_of_subjects_goes_on_with_the_template_of_the_issue() -> None:
    variants = tuple(Variant(name=name, template="newsletter", subject=name) for name in ("plain", "warm"))
    test = ABTest(vary="subject", variants=variants, shares=(50, 50))
    own = msgspec.structs.replace(MAIL, template="newsletter-xmas", preview_text="Soon")
    dated = occurrences(weekly(ab_test=test, issues=(Issue(day=date(2026, 12, 1), message=own),)), NOW)
    first, second = (one.ab_test for one in dated[:2])
    assert second == test
    assert first is not None
    assert [(one.template, one.subject, one.preview_text) for one in first.variants] == [
        ("newsletter-xmas", "plain", "Soon"),
        ("newsletter-xmas", "warm", "Soon"),
    ]


def test_a_test_of_times_goes_on_with_the_text_of_the_issue() -> None:
    texts = [SmsTemplate(ref=ref, name=ref, body=ref) for ref in ("usual", "special")]
    messages = [SmsMessage(template=one.ref, content=one) for one in texts]
    variants = tuple(Variant(name=at, template="usual", content=texts[0], at=at) for at in ("09:00", "18:00"))
    test = ABTest(vary="send_time", variants=variants, shares=(50, 50))
    issues = (Issue(day=date(2026, 12, 1), message=messages[1]),)
    first = occurrences(weekly(message=messages[0], ab_test=test, issues=issues), NOW)[0]
    assert first.ab_test is not None
    assert [(one.at, one.content) for one in first.ab_test.variants] == [("09:00", texts[1]), ("18:00", texts[1])]


def test_a_moved_file_moves_each_of_its_dates() -> None:
    assert occurrences(weekly(moved_from="news"), NOW)[0].moved_from == "news@2026-12-01"


def test_a_day_that_never_comes_has_no_dates() -> None:
    assert list(dates_between(SendAgain(cron="0 9 30 2 *", zone="UTC"), date(2026, 1, 1), date(2030, 1, 1))) == []


some_days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
recurrences = st.builds(
    SendAgain,
    cron=st.sampled_from(CRONS),
    zone=st.sampled_from(["Europe/Paris", "recipient", "America/New_York"]),
    first=st.none() | some_days,
    last=st.none() | some_days,
    excluded=st.lists(some_days, max_size=5).map(tuple),
    horizon_days=st.integers(1, 120),
)


@settings(max_examples=80)
@given(send=recurrences, today=some_days, minutes=st.lists(st.integers(0, 1439), min_size=2, max_size=3))
def test_dates_rise_stay_within_their_bounds_and_hang_on_the_day_alone(
    send: SendAgain, today: date, minutes: list[int]
) -> None:
    moments = [datetime(today.year, today.month, today.day, *divmod(one, 60), tzinfo=UTC) for one in minutes]
    dated = [occurrences(weekly(send), moment) for moment in moments]
    assert all(one == dated[0] for one in dated)
    found = [one.send.at for one in dated[0] if isinstance(one.send, SendAt)]
    assert len(found) == len(dated[0])
    dates = [at.date() for at in found]
    assert dates == sorted(set(dates))
    assert not set(dates) & set(send.excluded)
    assert all(today <= one <= today + timedelta(days=send.horizon_days) for one in dates)
    assert all((send.first or one) <= one <= (send.last or one) for one in dates)
    assert all(falls_on(send, one) for one in dates)


@settings(max_examples=40)
@given(send=recurrences, today=some_days)
def test_a_day_later_there_are_the_same_dates_less_today_s_and_more_of_the_horizon(
    send: SendAgain, today: date
) -> None:
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    before, after = (
        {one.ref for one in occurrences(weekly(send), moment)} for moment in (now, now + timedelta(days=1))
    )
    assert before - after <= {f"weekly-newsletter@{today}"}
    assert after - before <= {f"weekly-newsletter@{today + timedelta(days=send.horizon_days + 1)}"}
