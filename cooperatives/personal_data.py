"""Personal data in this room: who acts for a seller, and what sellers must publish by law."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.models import CooperativeMember, Seller, SellerMembership
from core.personal_data import Holding, Person, Rows, Words, add_holding, describe

_SHOWN = "a seller's contact and identity are shown and kept by law (NĐ 248/2026/NĐ-CP, Art. 18; tax)"
describe(
    "cooperatives.Seller",
    retained=dict.fromkeys(
        ("name", "name_fold", "name_sort", "representative", "phone", "email", "tax_code", "about", "facts"), _SHOWN
    ),
)
describe(
    "cooperatives.CooperativeMember",
    retained=dict.fromkeys(("consent_evidence", "paper_number", "paper_file"), "the proof that a household agreed"),
)


def _memberships(person: Person) -> "QuerySet[SellerMembership]":
    return SellerMembership.objects.filter(user_id=person.user_id or 0)


def _export(person: Person) -> dict[str, Rows]:
    acts_for = _memberships(person).values("seller")
    mine = Q(pk__in=acts_for) | (Q(phone=person.phone) if person.phone else Q(pk__in=[]))
    sellers = Seller.objects.filter(mine)
    return {
        "acts_for": list(_memberships(person).order_by("pk").values("seller__name", "role", "granted_at")),
        "sellers": list(
            sellers.order_by("pk").values(
                "name", "kind", "representative", "phone", "email", "tax_code", "address__street", "unit__full_name"
            )
        ),
        "consents": list(
            CooperativeMember.objects.filter(household__in=sellers)
            .order_by("pk")
            .values("cooperative__name", "joined_on", "consent_given_at", "consent_evidence", "consent_withdrawn_at")
        ),
    }


def _obstacles(person: Person) -> list[Words]:
    if not _memberships(person).filter(revoked_at=None).exists():
        return []
    return [_("Bạn còn đại diện cho một gian hàng: hãy đóng gian hàng, hoặc nhờ người quản lý gỡ tên bạn trước.")]


add_holding(
    Holding(
        room="cooperatives",
        export=_export,
        erase=lambda person: {},
        obstacles=_obstacles,
        keeps=(gettext_lazy("Tên, địa chỉ, mã số thuế của người bán, giấy đồng ý: luật buộc lưu, công khai."),),
    )
)
