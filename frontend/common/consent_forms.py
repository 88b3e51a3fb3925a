"""The form of a signed consent paper with its photo."""

import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalog.media.decoding import read_bytes, read_picture
from core.form_fields import DayField, TextField
from frontend.common.forms import as_validation_error


class PictureField(forms.FileField):
    """A photo of a paper, as JPEG bytes of its pixels only: EXIF and GPS are removed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"accept": "image/*"}

    def clean(self, data: UploadedFile | None, initial: Any = None) -> bytes:
        file = super().clean(data, initial)
        with as_validation_error():
            picture = read_picture(read_bytes(file))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80, optimize=True)
        return out.getvalue()


class PaperForm(forms.Form):
    number = TextField(
        label=_("Số phiếu"), max_length=60, error_messages={"required": _("Vui lòng ghi số phiếu đồng ý.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    signed_on = DayField(label=_("Ngày ký"), error_messages={"required": _("Vui lòng chọn ngày ký.")})
    picture = PictureField(
        label=_("Ảnh chụp phiếu"),
        help_text=_("Thấy rõ nội dung, chữ ký chủ hộ. Chỉ hai bên và cán bộ địa bàn xem được."),
        error_messages={
            "required": _("Vui lòng chụp hoặc chọn ảnh của phiếu."),
            "empty": _("Tệp ảnh trống. Vui lòng chọn lại ảnh."),
        },
    )
