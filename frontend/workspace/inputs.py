"""Fields as sellers type them: đồng with dots, kilograms with a comma, several photos at once."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_MOST_DIGITS = 12


class DongField(forms.Field):
    """ "245.000", "245000 đ" → 245000."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Vui lòng ghi số tiền.")})
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: str | None) -> int | None:
        bare = re.sub(r"[\s.,]|đ$|vnđ$", "", (value or "").strip().lower())
        if not bare:
            return None
        if not (bare.isascii() and bare.isdecimal()) or len(bare) > _MOST_DIGITS:
            raise ValidationError(_("Vui lòng ghi số tiền bằng chữ số, ví dụ 245.000."))
        return int(bare)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class KilogramField(forms.Field):
    """ "5,5" or "0.5 kg" → grams."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Vui lòng ghi khối lượng.")})
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: str | None) -> int | None:
        bare = (value or "").lower().removesuffix("kg").replace(" ", "").replace(",", ".")
        if not bare:
            return None
        try:
            grams = Decimal(bare) * 1000 if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", bare) else Decimal("NaN")
            return int(grams.to_integral_exact())
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(_("Vui lòng ghi số kg, ví dụ 5 hoặc 0,5.")) from error

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 1000:f}".replace(".", ",") if isinstance(value, int) else value


class CountField(forms.IntegerField):
    """A whole number from a keyboard of digits."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        digits = _("Vui lòng ghi số lượng bằng chữ số.")
        words = {"required": _("Vui lòng ghi số lượng."), "invalid": digits, "min_value": digits}
        options.setdefault("error_messages", words)
        super().__init__(min_value=0, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(re.sub(r"[\s.]", "", value) if isinstance(value, str) else value)


class _PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos of a phone's camera or its album, as a list."""

    widget = _PhotosInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Vui lòng chọn ảnh.")})
        super().__init__(**options)
        self.widget.attrs |= {"accept": "image/*", "multiple": True, "data-photos": "", "hx-preserve": "true"}

    def clean(self, data: Sequence[UploadedFile] | None, initial: Any = None) -> list[UploadedFile]:
        """Whether each is a photo is the catalog's to judge: it looks inside."""
        files = [file for file in data or [] if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return files
