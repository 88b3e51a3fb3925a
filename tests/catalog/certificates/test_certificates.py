"""OCOP certificates: submitted by sellers, verified by officials, shown while valid, 36 months to the day."""

from datetime import date

import pytest
import time_machine

from accounts.models import AuditEntry
from catalog import integrity
from catalog.certificates.queries import expiring, to_verify
from catalog.certificates.services.refuse_certificate import refuse_certificate
from catalog.certificates.services.submit_certificate import submit_certificate
from catalog.certificates.services.verify_certificate import verify_certificate
from catalog.models import Certificate
from catalog.products.queries import product_cards, product_page
from cooperatives.models import CooperativeMember, SellerMembership
from core import clock
from core.clock import add_months
from core.errors import DomainError, Forbidden, NotFound
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(units):
    return factories.make_product(seller=factories.make_seller(unit=units["30076"])).product


@pytest.fixture
def officer(units):
    return factories.make_officer("commune", units["30076"])


def submit(product, **changes) -> Certificate:
    facts = {
        "stars": 4,
        "decision_no": "1234/QĐ-UBND",
        "authority": "UBND tỉnh Đồng Tháp",
        "issued_on": date(2026, 8, 31),
        "actor": None,
    } | changes
    return submit_certificate(product_id=product.pk, **facts)


def shown_stars(product) -> int | None:
    (card,) = product_cards()
    assert product_page(product.pk).stars == card.stars
    return card.stars


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 8, 31), 36, date(2026, 8, 31)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2023, 12, 1), 36, date(2026, 12, 1)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 3, 30), -1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_added_by_the_civil_code(day, months, expected):
    assert add_months(day, months) == expected


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_stars_are_shown_after_verification(product, officer):
    certificate = submit(product)
    assert (certificate.expires_on, certificate.group) == (date(2029, 8, 31), 1)
    assert shown_stars(product) is None
    verify_certificate(certificate_id=certificate.pk, actor=officer)
    verify_certificate(certificate_id=certificate.pk, actor=officer)
    assert shown_stars(product) == 4
    entry = AuditEntry.objects.get(action="certificate.verify")
    assert (entry.actor, entry.object_ref) == (officer, f"catalog.Certificate:{certificate.pk}")
    assert not integrity.certificates_last().problems


def test_stars_end_after_the_last_day_in_vietnam(product, officer):
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False):
        certificate = submit(product)
        verify_certificate(certificate_id=certificate.pk, actor=officer)
    with time_machine.travel("2029-08-31T16:59:59Z", tick=False):
        assert shown_stars(product) == 4
    with time_machine.travel("2029-08-31T17:00:00Z", tick=False):  # midnight of 1 September in Việt Nam
        assert shown_stars(product) is None


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_highest_of_several_certificates_is_shown(product, officer):
    for stars, number in ((3, "1/QĐ"), (5, "2/QĐ"), (4, "3/QĐ")):
        verify_certificate(certificate_id=submit(product, stars=stars, decision_no=number).pk, actor=officer)
    assert shown_stars(product) == 5


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_withdrawn_certificate_has_no_stars_and_can_be_resubmitted(product, officer):
    certificate = submit(product)
    verify_certificate(certificate_id=certificate.pk, actor=officer)
    refuse_certificate(certificate_id=certificate.pk, actor=officer, reason="Số quyết định không khớp")
    assert shown_stars(product) is None
    with pytest.raises(DomainError):
        verify_certificate(certificate_id=certificate.pk, actor=officer)
    again = submit(product, stars=3)
    assert (again.pk, again.refused_at, again.verified_at, again.refusal) == (certificate.pk, None, None, "")
    assert shown_stars(product) is None
    verify_certificate(certificate_id=certificate.pk, actor=officer)
    assert shown_stars(product) == 3


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stars": 2}, "stars"),
        ({"stars": 6}, "stars"),
        ({"group": 7}, "group"),
        ({"decision_no": " "}, "decision_no"),
        ({"decision_no": "x" * 61}, "decision_no"),
        ({"authority": "<i>"}, "authority"),
        ({"issued_on": date(2026, 11, 23)}, "issued_on"),
        ({"issued_on": date(9999, 12, 31)}, "issued_on"),
        ({"issued_on": date(2023, 11, 21)}, "issued_on"),
    ],
)
def test_invalid_certificate_is_refused(product, changes, field):
    with pytest.raises(DomainError) as refusal:
        submit(product, **changes)
    assert refusal.value.field == field
    assert not Certificate.objects.exists()


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_certificate_ending_today_is_valid(product, officer):
    verify_certificate(certificate_id=submit(product, issued_on=date(2023, 11, 22)).pk, actor=officer)
    assert shown_stars(product) == 4


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_decision_awaiting_verification_cannot_be_submitted_again(product):
    submit(product)
    with pytest.raises(DomainError) as refusal:
        submit(product)
    assert refusal.value.code == "UNIQUE"


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_officers_of_other_places_are_refused(product, units):
    certificate = submit(product)
    others = [
        factories.make_user(),
        factories.make_officer("commune", units["30112"]),
        factories.make_officer("province", units["79"]),
    ]
    for other in others:
        with pytest.raises(Forbidden):
            verify_certificate(certificate_id=certificate.pk, actor=other)
        with pytest.raises(Forbidden):
            refuse_certificate(certificate_id=certificate.pk, actor=other, reason="x")
        assert list(to_verify(other)) == []
    certificate.refresh_from_db()
    assert (certificate.verified_at, certificate.refused_at) == (None, None)
    for good in (factories.make_officer("province", units["82"]), factories.make_officer("operator")):
        assert list(to_verify(good)) == [certificate]
        verify_certificate(certificate_id=certificate.pk, actor=good)
        Certificate.objects.update(verified_at=None, verified_by=None)


def test_seller_cannot_verify_its_own_certificate(product):
    manager = factories.make_user()
    product.seller.memberships.create(user=manager, role="manager")
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False):
        certificate = submit(product, actor=manager)
        with pytest.raises(Forbidden):
            verify_certificate(certificate_id=certificate.pk, actor=manager)


def test_submission_by_a_stranger_is_refused(product, officer):
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False):
        with pytest.raises(Forbidden):
            submit(product, actor=factories.make_user())
        with pytest.raises(NotFound):
            verify_certificate(certificate_id=10**9, actor=officer)
    assert not Certificate.objects.exists()


@time_machine.travel("2026-11-22T05:00:00Z", tick=False)
def test_refusal_without_a_reason_is_refused(product, officer):
    certificate = submit(product)
    with pytest.raises(DomainError) as refusal:
        refuse_certificate(certificate_id=certificate.pk, actor=officer, reason="  ")
    assert refusal.value.field == "reason"
    assert list(to_verify(officer)) == [certificate]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2029-02-27", []),
        ("2029-02-28", [(6, 184)]),
        ("2029-05-30", [(6, 93)]),
        ("2029-05-31", [(3, 92)]),
        ("2029-07-30", [(3, 32)]),
        ("2029-07-31", [(1, 31)]),
        ("2029-08-31", [(1, 0)]),
        ("2029-09-01", []),
    ],
)
def test_expiry_is_announced_six_three_and_one_months_ahead(product, officer, today, expected):
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False):
        verify_certificate(certificate_id=submit(product).pk, actor=officer)
    with time_machine.travel(f"{today}T05:00:00Z", tick=False):
        assert [(expiring_one.months, expiring_one.days) for expiring_one in expiring(officer)] == expected
        assert expiring(factories.make_user()) == []
        assert expiring(None) == []


def test_officer_acting_for_the_seller_cannot_verify(product, officer, units) -> None:
    certificate = submit(product)
    SellerMembership.objects.create(user=officer, seller=product.seller, role="staff")
    for decide in (
        lambda: verify_certificate(certificate_id=certificate.pk, actor=officer),
        lambda: refuse_certificate(certificate_id=certificate.pk, actor=officer, reason="Sai số"),
    ):
        with pytest.raises(Forbidden, match="tự xác minh"):
            decide()

    household = factories.make_seller(kind="household", unit=units["30076"])
    cooperative = factories.make_seller(manager=officer, unit=units["30076"])
    member = CooperativeMember.objects.create(cooperative=cooperative, household=household, joined_on="2026-01-01")
    own = submit(factories.make_product(seller=household).product)
    CooperativeMember.objects.filter(pk=member.pk).update(consent_given_at=clock.now(), consent_evidence="Phiếu 1")
    with pytest.raises(Forbidden, match="tự xác minh"):
        verify_certificate(certificate_id=own.pk, actor=officer)
