"""Submit the signed consent paper of a household (number, date, picture), by its cooperative or an official."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.consent import in_force, side_of, state
from cooperatives.locks import lock_member
from cooperatives.models import CooperativeMember, Seller, SellerMembership, SellerRole
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError, Forbidden

_FOLDER = "consent/"  # of the media folder; never served as a public picture


@transaction.atomic
def submit_paper(
    *, cooperative_id: int, household_id: int, number: str, signed_on: date, picture: bytes, actor: User
) -> CooperativeMember:
    """Store the paper. An official's paper puts consent in force at once.

    A cooperative's paper waits for the household's confirmation where the household can sign in, and is in force where
    it cannot; it is refused once the household has withdrawn its consent. `picture` is a JPEG without metadata. Nothing
    changes where consent is in force already. Raises Forbidden, NotFound, DomainError on the invalid field.
    """
    member = lock_member(cooperative_id, household_id)
    side = side_of(member, actor)
    if side == "household":
        raise Forbidden(_("Chủ hộ tự đồng ý được trên trang Hôm nay, không cần phiếu."))
    if side == "cooperative" and member.consent_withdrawn_at is not None:
        raise Forbidden(_("Hộ này đã rút đồng ý: chỉ chính hộ hoặc cán bộ địa bàn được ghi nhận lại."))
    number = clean_line(number)
    _check(number, signed_on, picture)
    if in_force(member):
        return member
    before = state(member)
    waits = side == "cooperative" and can_sign_in(member.household)
    member.paper_number, member.paper_signed_on = number, signed_on
    member.paper_file = _store(picture)
    member.consent_evidence = _("Phiếu số %(number)s, ký %(day)s") % {"number": number, "day": f"{signed_on:%d/%m/%Y}"}
    if waits:
        member.consent_pending_at = clock.now()
    else:
        member.consent_given_at, member.consent_withdrawn_at, member.consent_pending_at = clock.now(), None, None
    member.save()
    action = "consent.submit" if waits else "consent.record"
    record_audit(actor=actor, action=action, obj=member, before=before, after=state(member))
    return member


def can_sign_in(household: Seller) -> bool:
    """Whether a manager of the household has an active account with a password, and can therefore confirm."""
    people = SellerMembership.objects.filter(seller=household, role=SellerRole.MANAGER, revoked_at=None)
    people = people.filter(user__is_active=True).select_related("user")
    return any(person.user.has_usable_password() for person in people)


def _check(number: str, signed_on: date, picture: bytes) -> None:
    if not number:
        raise DomainError(_("Vui lòng ghi số phiếu đồng ý."), code="REQUIRED", field="number")
    if len(number) > 60 or not number.isprintable():
        raise DomainError(_("Số phiếu dài nhất 60 ký tự."), field="number")
    if signed_on > clock.today():
        raise DomainError(_("Ngày ký chưa tới. Vui lòng xem lại."), field="signed_on")
    if not picture.startswith(b"\xff\xd8\xff"):
        raise DomainError(_("Vui lòng chụp hoặc chọn ảnh của phiếu."), code="REQUIRED", field="picture")


def _store(picture: bytes) -> str:
    """The name of the stored picture. Every paper is kept: a later one replaces no file."""
    name = f"{_FOLDER}{hashlib.sha256(picture).hexdigest()[:40]}.jpg"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture))
    return name
