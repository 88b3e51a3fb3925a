"""Erase a person's name, phone, street, e-mail and texts, except where the law requires retention."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import erasures
from accounts.models import User
from accounts.services.export_person import whole_person
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from core.personal_data import Person, Words, holdings


@dataclass(frozen=True)
class Erased:
    rows: dict[str, int]  # changed, by table; {} where nothing was left to erase
    keeps: Sequence[Words]  # what stays, and why


def erase_person(person: Person, *, actor: User | None, journal: bool = True) -> Erased:
    """Erase in one transaction, audited, and journalled outside the database before it commits. Idempotent.

    Raises DomainError CANNOT_ERASE_YET with every reason, or SERVICE_UNAVAILABLE where the journal cannot be written;
    nothing is erased then.
    """
    keeps = [words for holding in holdings() for words in holding.keeps]
    with transaction.atomic():
        whole = whole_person(person)
        reasons = [str(words) for holding in holdings() for words in holding.obstacles(whole)]
        if reasons:
            raise DomainError(
                _("Chưa xóa được: %(reasons)s") % {"reasons": " ".join(dict.fromkeys(reasons))},
                code="CANNOT_ERASE_YET",
            )
        rows: dict[str, int] = {}
        for holding in holdings():
            rows |= holding.erase(whole)
        if not rows:
            return Erased({}, keeps)
        about = User(pk=whole.user_id)
        record_audit(actor=actor, action="data.erase", obj=about, after={"rows": rows, "again": not journal})
        if journal:
            _journal(whole)
    return Erased(rows, keeps)


def _journal(person: Person) -> None:
    try:
        erasures.write(person)
    except OSError as error:  # an erasure that is not in the journal would be lost by a restore
        raise DomainError(
            _("Máy chủ chưa ghi được nhật ký xóa dữ liệu, nên chưa xóa gì. Vui lòng thử lại sau."),
            code="SERVICE_UNAVAILABLE",
        ) from error


def erase_again(journal: Sequence[erasures.Erasure] | None = None) -> tuple[int, int]:
    """Apply the journal to a database that was restored from an older backup: (people erased, people postponed).

    Rows created after an erasure are kept. A person with an open order in the old copy is postponed to the nightly job.
    Raises DomainError ERASURES_UNREADABLE.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    journal = erasures.read(keys) if journal is None else journal
    if not journal:
        return 0, 0
    phones = {f"phone:{phone}": Person(phone=phone) for holding in holdings() for phone in holding.phones()}
    accounts = {
        f"account:{pk}": Person(user_id=pk) for pk in User.objects.filter(erased_at=None).values_list("pk", flat=True)
    }
    people = phones | accounts
    done = left = 0
    for subject, at in erasures.latest_of(people, journal, keys).items():
        done_here, left_here = _again(people[subject], at)
        done, left = done + done_here, left + left_here
    return done, left


def _again(person: Person, at: datetime) -> tuple[int, int]:
    try:
        erased = erase_person(replace(person, until=at), actor=None, journal=False)
    except DomainError:
        return 0, 1
    return int(bool(erased.rows)), 0
