"""Admin pages whose changes are recorded in the audit trail, with the values before and after."""

from typing import Any, cast

from django.contrib.admin.options import ModelAdmin
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.models import User
from accounts.services.record_audit import record_audit


class Audited(ModelAdmin):
    """Before `ModelAdmin`: "<app>.<model>.add", ".edit" or ".delete", in the transaction of the change."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        changed = {name for name in form.changed_data if name in {field.name for field in obj._meta.concrete_fields}}
        before = _values(type(obj)._default_manager.get(pk=obj.pk), changed) if change else {}
        super().save_model(request, obj, form, change)
        self._record(request, "edit" if change else "add", obj, before, _values(obj, changed))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self._record(request, "delete", obj, _values(obj), {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def _record(
        self, request: HttpRequest, verb: str, obj: Model, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        action = f"{obj._meta.app_label}.{obj._meta.model_name}.{verb}"
        record_audit(actor=cast(User, request.user), action=action, obj=obj, before=before, after=after)


def _values(obj: Model, names: set[str] | None = None) -> dict[str, Any]:
    """The row's values as JSON-able facts: all of them, or those of `names`."""
    fields = (field for field in obj._meta.concrete_fields if names is None or field.name in names)
    return {field.name: _plain(field.value_from_object(obj)) for field in fields}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | dict | None) else DjangoJSONEncoder().default(value)
