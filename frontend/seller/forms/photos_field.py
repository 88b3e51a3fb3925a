"""A field for several photos."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


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
        """The catalog checks the contents of each photo."""
        files = [file for file in data or [] if file]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return files
