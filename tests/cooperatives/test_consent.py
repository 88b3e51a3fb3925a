"""A household's consent: who may give it, attach its paper and end it, in which state, and the audit entries."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from cooperatives.models import CooperativeMember, Seller, SellerMembership
from cooperatives.policies import may_act_for
from cooperatives.services.record_consent import record_consent
from cooperatives.services.submit_paper import submit_paper
from cooperatives.services.withdraw_consent import withdraw_consent
from core import clock
from core.errors import DomainError, Forbidden, NotFound

pytestmark = pytest.mark.usefixtures("member", "farmer", "media")

PAPER: dict[str, Any] = {"number": " 12 ", "signed_on": date(2026, 6, 3), "picture": b"\xff\xd8\xff a picture"}
WORDS = "Phiếu số 12, ký 03/06/2026"


@pytest.fixture
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ids(household: Seller, cooperative: Seller) -> dict[str, int]:
    return {"cooperative_id": cooperative.pk, "household_id": household.pk}


def state() -> str:
    row = CooperativeMember.objects.get()
    if row.consent_given_at and not row.consent_withdrawn_at:
        return "in force"
    if row.consent_pending_at:
        return "pending"
    return "withdrawn" if row.consent_withdrawn_at else "none"


def reach_state(name: str, ids: dict[str, int]) -> None:
    """The initial state, reached through the household's and the cooperative's actions."""
    people = SellerMembership.objects.select_related("user")
    farmer, manager = people.get(seller=ids["household_id"]).user, people.get(seller=ids["cooperative_id"]).user
    if name in ("in force", "withdrawn"):
        record_consent(**ids, evidence="Chủ hộ đồng ý", actor=farmer)
    if name == "withdrawn":
        withdraw_consent(**ids, actor=farmer)
    if name == "pending":
        submit_paper(**ids, **PAPER, actor=manager)
    assert state() == name


NONE, PENDING, FORCE, WITHDRAWN = "none", "pending", "in force", "withdrawn"
NO = "refused"
# who: the new state of (none, pending, in force, withdrawn) after giving consent, attaching a paper, ending it
TABLE = {
    "farmer": ((FORCE, FORCE, FORCE, FORCE), (NO, NO, NO, NO), (NONE, WITHDRAWN, WITHDRAWN, WITHDRAWN)),
    "manager": ((NO, NO, NO, NO), (PENDING, PENDING, FORCE, NO), (NONE, NONE, WITHDRAWN, WITHDRAWN)),
    "officer": ((NO, NO, NO, NO), (FORCE, FORCE, FORCE, FORCE), (NONE, NONE, WITHDRAWN, WITHDRAWN)),
    "official": ((NO, NO, NO, NO), (FORCE, FORCE, FORCE, FORCE), (NONE, NONE, WITHDRAWN, WITHDRAWN)),
    "operator": ((NO, NO, NO, NO), (FORCE, FORCE, FORCE, FORCE), (NONE, NONE, WITHDRAWN, WITHDRAWN)),
    "elsewhere": ((NO, NO, NO, NO), (NO, NO, NO, NO), (NO, NO, NO, NO)),
    "stranger": ((NO, NO, NO, NO), (NO, NO, NO, NO), (NO, NO, NO, NO)),
    "officer of the cooperative": ((NO, NO, NO, NO), (PENDING, PENDING, FORCE, NO), (NONE, NONE, WITHDRAWN, WITHDRAWN)),
    "officer on its staff": ((NO, NO, NO, NO), (NO, NO, NO, NO), (NO, NO, NO, NO)),
}


@pytest.fixture
def actor_of(request: pytest.FixtureRequest, manager: User, cooperative: Seller) -> Callable[[str], User]:
    def find(who: str) -> User:
        if who == "stranger":
            return request.getfixturevalue("person")()
        if who.startswith("officer "):
            user = request.getfixturevalue("officer")
            role = "staff" if "staff" in who else "manager"
            if role == "manager":
                SellerMembership.objects.filter(seller=cooperative).delete()
            SellerMembership.objects.create(user=user, seller=cooperative, role=role)
            return user
        return request.getfixturevalue(who)

    return find


@pytest.mark.parametrize("before", [NONE, PENDING, FORCE, WITHDRAWN])
@pytest.mark.parametrize("deed", ["yes", "paper", "end"])
@pytest.mark.parametrize("who", TABLE)
def test_consent_transitions_follow_role_and_state(
    ids: dict[str, int], manager: User, actor_of: Callable[[str], User], who: str, deed: str, before: str
) -> None:
    reach_state(before, ids)
    actor = actor_of(who)
    expected = TABLE[who][["yes", "paper", "end"].index(deed)][[NONE, PENDING, FORCE, WITHDRAWN].index(before)]
    row, audited = CooperativeMember.objects.values().get(), AuditEntry.objects.count()

    def run() -> None:
        if deed == "yes":
            record_consent(**ids, evidence="Chủ hộ đồng ý", actor=actor)
        elif deed == "paper":
            submit_paper(**ids, **PAPER, actor=actor)
        else:
            withdraw_consent(**ids, actor=actor)

    if expected == NO:
        with pytest.raises(Forbidden):
            run()
        assert (CooperativeMember.objects.values().get(), AuditEntry.objects.count()) == (row, audited)
        return
    run()
    assert state() == expected
    assert AuditEntry.objects.count() - audited == (before != expected or (deed, before) == ("paper", PENDING))


def test_confirmed_paper_lets_the_cooperative_act(
    ids: dict[str, int], household: Seller, farmer: User, manager: User
) -> None:
    submit_paper(**ids, **PAPER, actor=manager)
    with pytest.raises(Forbidden):
        may_act_for(manager, household)

    record_consent(**ids, evidence="Chủ hộ đồng ý", actor=farmer)

    assert may_act_for(manager, household).on_behalf
    row = CooperativeMember.objects.get()
    assert (row.consent_evidence, row.paper_number, row.paper_signed_on) == (WORDS, "12", date(2026, 6, 3))
    trail = AuditEntry.objects.filter(action__startswith="consent.").order_by("pk")
    assert [(entry.action, entry.actor) for entry in trail] == [("consent.submit", manager), ("consent.record", farmer)]
    assert trail[1].after["evidence"] == WORDS


@pytest.mark.parametrize("lost", ["nobody", "revoked", "inactive", "no password"])
def test_paper_is_enough_for_a_household_without_an_account(
    ids: dict[str, int], household: Seller, farmer: User, manager: User, lost: str
) -> None:
    people = SellerMembership.objects.filter(seller=household)
    if lost == "nobody":
        people.delete()
    elif lost == "revoked":
        people.update(revoked_at=clock.now())
    elif lost == "inactive":
        User.objects.filter(pk=farmer.pk).update(is_active=False)
    else:
        farmer.set_unusable_password()
        farmer.save()
    submit_paper(**ids, **PAPER, actor=manager)
    assert state() == FORCE


def test_withdrawn_consent_ends_acting_at_once(
    ids: dict[str, int], household: Seller, farmer: User, manager: User
) -> None:
    record_consent(**ids, evidence="Chủ hộ đồng ý", actor=farmer)
    assert may_act_for(manager, household).on_behalf
    withdraw_consent(**ids, actor=farmer)
    with pytest.raises(Forbidden):
        may_act_for(manager, household)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"number": "  "}, "number", "REQUIRED"),
        ({"number": "x" * 61}, "number", "INVALID"),
        ({"signed_on": None}, "signed_on", "INVALID"),
        ({"picture": b""}, "picture", "REQUIRED"),
        ({"picture": b"<svg>"}, "picture", "REQUIRED"),
    ],
)
@pytest.mark.parametrize("who", ["manager", "officer"])
def test_number_date_and_picture_are_required(
    ids: dict[str, int], request: pytest.FixtureRequest, who: str, change: dict, field: str, code: str
) -> None:
    if "signed_on" in change:
        change = {"signed_on": clock.today() + timedelta(days=1)}
    with pytest.raises(DomainError) as caught:
        submit_paper(**ids, **PAPER | change, actor=request.getfixturevalue(who))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert (state(), CooperativeMember.objects.get().paper_file) == (NONE, "")


@pytest.mark.parametrize(("evidence", "code"), [("  ", "REQUIRED"), ("x" * 201, "INVALID")])
def test_evidence_is_required(ids: dict[str, int], evidence: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        record_consent(**ids, evidence=evidence)
    assert (caught.value.code, caught.value.field, state()) == (code, "evidence", NONE)


def test_household_that_is_no_member_is_not_found(
    cooperative: Seller, shop: Callable[..., Seller], manager: User
) -> None:
    outsider = shop(name="Hộ ngoài")
    with pytest.raises(NotFound):
        submit_paper(cooperative_id=cooperative.pk, household_id=outsider.pk, **PAPER, actor=manager)
