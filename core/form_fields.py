"""Form fields for every room. Each kind of value has one parser."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.cleaning import clean_line, clean_text
from core.dates import read_day
from core.numbers import NumberError, Problem, read_count, read_dong, read_grams


class TextField(forms.CharField):
    """Typed text without invisible marks, on one line but in a textarea; not for passwords and keys."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return self.empty_value
        cleaned = clean_text(text) if isinstance(self.widget, forms.Textarea) else clean_line(text)
        return cleaned or self.empty_value


class _NumberField(forms.Field):
    """A number in a text field; `not_a_number` is the field's message for other text."""

    read: Callable[[str], int | None]
    inputmode = "numeric"
    not_a_number: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": self.inputmode, "autocomplete": "off"}

    def to_python(self, value: str | None) -> int | None:
        return _number(type(self).read, value or "", self.not_a_number)


class DongField(_NumberField):
    """An amount in đồng: "245.000", "245000 đ" → 245000."""

    read = staticmethod(read_dong)
    not_a_number = _("Vui lòng ghi số tiền bằng chữ số, ví dụ 245.000.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Vui lòng ghi số tiền.")})
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class KilogramField(_NumberField):
    """A weight in grams, typed as "5,5", "0.5 kg" or "500 g"."""

    read = staticmethod(read_grams)
    inputmode = "decimal"
    not_a_number = _("Vui lòng ghi số kg, ví dụ 5 hoặc 0,5.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Vui lòng ghi khối lượng.")})
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """In kilograms; in grams where three digits behind the comma could be read as thousands."""
        if not isinstance(value, int):
            return value
        return f"{value} g" if value > 1000 and value % 10 else f"{Decimal(value) / 1000:f}".replace(".", ",")


class CountField(forms.IntegerField):
    """A whole number, "1.000" too; negative only if `min_value` allows it."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        digits = _("Vui lòng ghi số lượng bằng chữ số.")
        words = {"required": _("Vui lòng ghi số lượng."), "invalid": digits, "min_value": digits}
        options.setdefault("error_messages", words)
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str):
            return super().to_python(value)
        signed = not isinstance(self.min_value, int) or self.min_value < 0
        return _number(lambda text: read_count(text, signed=signed), value, self.error_messages["invalid"])


class DayField(forms.DateField):
    """A day, its day before its month; a browser with a date picker sends the year first."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        words = {
            "required": _("Vui lòng chọn ngày."),
            "invalid": _("Ngày chưa đúng. Ghi ngày trước, ví dụ 30/11/2026."),
        }
        super().__init__(**options | {"error_messages": words | (options.get("error_messages") or {})})

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_day(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _number(read: Callable[[str], int | None], typed: str, not_a_number: Any) -> int | None:
    try:
        return read(typed)
    except NumberError as error:
        words = not_a_number if error.problem == Problem.NOT_A_NUMBER else str(error)
        raise ValidationError(words, code="invalid") from error
