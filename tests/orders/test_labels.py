"""Every code of the room has a label in Vietnamese and in English."""

from orders.models import HistoryCode
from orders.transitions import TransitionName
from tests.labels import choices_of, unlabelled_codes


def test_every_code_has_a_label_in_both_languages() -> None:
    assert {choices.__name__ for choices in choices_of("orders")} == {
        "CancelReason",
        "ChargeStatus",
        "HistoryCode",
        "OrderStatus",
        "PaymentMethod",
        "PosMethod",
        "PosSaleStatus",
        "RequestedBy",
        "ReturnReason",
        "ReturnState",
        "SoldAs",
    }
    assert unlabelled_codes("orders") == ["PaymentMethod.VNPAY"]  # a proper name


def test_every_transition_is_a_history_code() -> None:
    assert {*TransitionName} <= {*HistoryCode.values}
