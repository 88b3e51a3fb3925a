"""What a person types at the desk."""

from django import forms
from django.utils.translation import gettext_lazy


class NoteForm(forms.Form):
    """The ground of a decision: without it nothing is decided."""

    note = forms.CharField(
        label=gettext_lazy("Căn cứ của quyết định"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Vui lòng ghi căn cứ: đã xem gì, hỏi ai, ngày nào.")},
    )
