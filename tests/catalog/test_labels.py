"""Every code of the room has a label in Vietnamese and in English."""

from tests.labels import choices_of, unlabelled_codes


def test_every_code_has_a_label_in_both_languages():
    assert {choices.__name__ for choices in choices_of("catalog")} == {
        "OcopGroup",
        "TaxCategory",
        "ReservationState",
        "MovementReason",
    }
    assert unlabelled_codes("catalog") == []
