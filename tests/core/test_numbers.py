"""One parser of typed numbers: thousands groups, fractions; ambiguous input is refused."""

import pytest
from django import forms

from core.form_fields import CountField, DongField, KilogramField
from core.numbers import NumberError, Problem, read_accounting, read_count, read_dong, read_grams


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("", None),
        (" \u00a0\u200b", None),
        ("0", 0),
        ("50000", 50_000),
        ("50.000", 50_000),
        ("50,000", 50_000),
        ("50 000", 50_000),
        ("50\u00a0000", 50_000),
        ("50\u202f000", 50_000),
        ("50'000", 50_000),
        ("50’000", 50_000),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("50.000,00", 50_000),
        ("50,000.00", 50_000),
        ("50 000,0", 50_000),
        ("50000.00", 50_000),
        ("245.000 đ", 245_000),
        ("245.000₫", 245_000),
        ("₫245.000", 245_000),
        ("245,000 VND", 245_000),
        ("VND 245,000", 245_000),
        ("245.000 VNĐ", 245_000),
        ("245.000 vnđ.", 245_000),
        ("245.000 Đồng", 245_000),
        ("50.000,00 đ", 50_000),
        ("５０．０００", 50_000),  # full-width
        ("٥٠٬٠٠٠", 50_000),  # Arabic digits and their mark of thousands
        ("\u200b50.000\u202c", 50_000),
        ("007", 7),
    ],
)
def test_amounts_are_read(typed: str, dong: int | None) -> None:
    assert read_dong(typed) == dong


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1.5", Problem.AMBIGUOUS),
        ("12.50", Problem.AMBIGUOUS),
        ("1,5", Problem.AMBIGUOUS),
        ("50.00", Problem.AMBIGUOUS),
        ("50,0", Problem.AMBIGUOUS),
        ("50.000,50", Problem.FRACTION),
        ("50,000.5", Problem.FRACTION),
        ("1.234,000", Problem.AMBIGUOUS),
        ("0.500", Problem.FRACTION),
        ("-50.000", Problem.NEGATIVE),
        ("−50.000", Problem.NEGATIVE),
        ("5.00.000", Problem.NOT_A_NUMBER),
        ("50.0000", Problem.AMBIGUOUS),
        ("50k", Problem.NOT_A_NUMBER),
        ("năm chục", Problem.NOT_A_NUMBER),
        ("1e9", Problem.NOT_A_NUMBER),
        ("0x10", Problem.NOT_A_NUMBER),
        ("1_000", Problem.NOT_A_NUMBER),
        ("(50.000)", Problem.NOT_A_NUMBER),
        ("đ", Problem.NOT_A_NUMBER),
        ("50.000 $", Problem.NOT_A_NUMBER),
        ("9" * 17, Problem.TOO_LARGE),
        ("9" * 10_000, Problem.NOT_A_NUMBER),
    ],
)
def test_ambiguous_amounts_are_refused(typed: str, problem: Problem) -> None:
    with pytest.raises(NumberError) as refusal:
        read_dong(typed)
    assert (refusal.value.problem, bool(str(refusal.value))) == (problem, True)


@pytest.mark.parametrize(
    ("typed", "count"), [("12", 12), (" 1.000 ", 1000), ("2,0", 2), ("2.00", 2), ("٣", 3), ("1 250", 1250), ("", None)]
)
def test_counts_are_read(typed: str, count: int | None) -> None:
    assert read_count(typed) == count


@pytest.mark.parametrize("typed", ["2.5", "2,5", "-1", "1e3", "3 kg", "½", "²", "③", "+", "2.5.0"])
def test_invalid_counts_are_refused(typed: str) -> None:
    with pytest.raises(NumberError):
        read_count(typed)


def test_negative_counts_need_the_signed_option() -> None:
    assert [read_count(typed, signed=True) for typed in ("-5", "−1.000", "+3", "7")] == [-5, -1000, 3, 7]


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("5", 5_000),
        ("5,5", 5_500),
        ("0.5 kg", 500),
        ("0,500", 500),
        ("0.125", 125),
        ("1,25 KG", 1_250),
        ("500 g", 500),
        ("500g", 500),
        ("1.500 g", 1_500),
        ("1500", 1_500_000),
        ("1.234,5", None),
        ("", None),
    ],
)
def test_weights_are_read(typed: str, grams: int | None) -> None:
    if typed and grams is None:
        with pytest.raises(NumberError):
            read_grams(typed)
    else:
        assert read_grams(typed) == grams


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1.500", Problem.AMBIGUOUS),
        ("1,500", Problem.AMBIGUOUS),
        ("0,1255", Problem.FRACTION),
        ("2,5 g", Problem.FRACTION),
        ("-1", Problem.NEGATIVE),
        ("nặng", Problem.NOT_A_NUMBER),
        ("NaN", Problem.NOT_A_NUMBER),
        ("1.2.3", Problem.NOT_A_NUMBER),
    ],
)
def test_ambiguous_weights_are_refused(typed: str, problem: Problem) -> None:
    with pytest.raises(NumberError) as refusal:
        read_grams(typed)
    assert refusal.value.problem == problem


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("-1 234", -1_234),
        ("(1.234)", -1_234),
        ("500-", -500),
        ("+500000", 500_000),
        ("52547.00", 52_547),
        ("500.00", 500),
        ("0.00", 0),
        ("1.234 VND", 1_234),
        ("-1.234 đ", -1_234),
        ("-đ1.234", -1_234),
        ("52547.0000", 52_547),
        ("1.234,000", 1_234),
        ("-", None),
    ],
)
def test_signed_amounts_of_files_are_read(cell: str, dong: int | None) -> None:
    if dong is None:
        with pytest.raises(NumberError):
            read_accounting(cell)
    else:
        assert read_accounting(cell) == dong


@pytest.mark.parametrize("grams", [0, 1, 999, 1000, 1001, 1050, 1100, 1234, 5500, 12_345, 100_000])
def test_shown_weight_is_read_back(grams: int) -> None:
    field = KilogramField()
    assert field.clean(str(field.prepare_value(grams))) == grams


@pytest.mark.parametrize("dong", [1, 999, 1000, 50_000, 1_234_567])
def test_shown_amount_is_read_back(dong: int) -> None:
    field = DongField()
    assert field.clean(field.prepare_value(dong)) == dong


def test_fields_explain_refusals_and_keep_the_input() -> None:
    class Typed(forms.Form):
        price = DongField()
        stock = CountField()
        weight = KilogramField()

    form = Typed({"price": "1.5", "stock": "2.5", "weight": "1.500"})
    assert not form.is_valid()
    assert form["price"].value() == "1.5"
    assert form.errors["price"] == ["Chưa rõ “1.5” là bao nhiêu. Vui lòng ghi đủ chữ số, ví dụ 245.000."]
    assert form.errors["stock"] == ["Chỗ này chỉ nhận số nguyên, ví dụ 12."]
    assert form.errors["weight"] == ["Chưa rõ “1.500” là bao nhiêu. Vui lòng ghi đủ chữ số, ví dụ 1,5 hoặc 1500 g."]
