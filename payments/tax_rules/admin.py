"""Dated rules in the admin: a new rule is added and the former one ends; past rules are never rewritten."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.audited_admin import Audited
from accounts.models import User
from accounts.roles import is_operator
from core import clock
from core.errors import DomainError
from core.typed_admin import TypedFields
from payments.models import CommissionRule, TaxEntry, TaxRate
from payments.tax_rules import dated
from payments.tax_rules.services.add_commission_rule import add_commission_rule
from payments.tax_rules.services.add_tax_rate import add_tax_rate
from payments.tax_rules.services.end_rule import end_rule


class RuleForm(forms.ModelForm):
    """Refuses what the services refuse, with their messages; the database's constraint comes last."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        try:
            self._check(values)
        except DomainError as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))
        return values

    def _check(self, values: dict[str, Any]) -> None:
        if self.instance.pk:
            if values["effective_to"] != self.instance.effective_to:
                dated.check_end(self.instance, values["effective_to"])
            return
        for field in ("vat_basis_points", "pit_basis_points", "basis_points"):
            if field in values:
                dated.basis_points(values[field], field)
        if "pit_basis_points" in values:  # together no more than the sale itself
            dated.basis_points(values["vat_basis_points"] + values["pit_basis_points"], "pit_basis_points")
        family = type(self.instance)(**{name: values[name] for name in ("collector", "category") if name in values})
        assert isinstance(family, TaxRate | CommissionRule)
        dated.check_start(list(dated.family_of(family)), values["effective_from"])

    def validate_constraints(self) -> None:
        """The former rule still overlaps here; the service ends it first."""


class TaxRateForm(RuleForm):
    class Meta:
        model = TaxRate
        fields = ["collector", "category", "vat_basis_points", "pit_basis_points", "effective_from", "legal_basis"]
        help_texts = {
            "vat_basis_points": _("Phần vạn của doanh thu: 100 là 1%."),
            "pit_basis_points": _("Phần vạn của doanh thu: 50 là 0,5%."),
            "effective_from": _("Từ ngày mai trở đi; quy định đang có hiệu lực tự hết vào ngày trước đó."),
        }


class CommissionForm(RuleForm):
    class Meta:
        model = CommissionRule
        fields = ["basis_points", "effective_from", "basis"]
        help_texts = {
            "basis_points": _("Phần vạn của khoản chia cho người bán: 500 là 5%."),
            "effective_from": _("Từ ngày mai trở đi; quy định đang có hiệu lực tự hết vào ngày trước đó."),
        }


class EndForm(RuleForm):
    """Of an existing rule only the last day can change."""

    class Meta:
        fields = ["effective_to"]
        help_texts = {"effective_to": _("Ngày cuối cùng, từ hôm nay trở đi. Để trống: chưa có ngày hết.")}


class RuleAdmin(TypedFields, Audited):
    """Existing rules are read-only but for their last day. A future rule without references may be deleted."""

    add_form: type[RuleForm]
    add: Callable[..., TaxRate | CommissionRule]
    ordering = ["-effective_from"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=EndForm if obj else self.add_form, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = list(self.add_form._meta.fields or [])
        return [*names, "effective_to"] if obj else names

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.add_form._meta.fields or []) if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor = cast(User, request.user)
        if change:
            if "effective_to" in form.changed_data:
                end_rule(rule=obj, last_day=form.cleaned_data["effective_to"], actor=actor)
            return
        obj.pk = type(self).add(**form.cleaned_data, actor=actor).pk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_operator(cast(User, request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_operator(cast(User, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or obj.effective_from <= clock.today() or not is_operator(cast(User, request.user)):
            return False
        return not (isinstance(obj, TaxRate) and TaxEntry.objects.filter(rate=obj).exists())


@admin.register(TaxRate)
class TaxRateAdmin(RuleAdmin):
    add_form = TaxRateForm
    add = staticmethod(add_tax_rate)
    list_display = [
        "category", "collector", "vat_basis_points", "pit_basis_points", "effective_from", "effective_to",
        "legal_basis",
    ]  # fmt: skip
    list_filter = ["collector", "category"]


@admin.register(CommissionRule)
class CommissionRuleAdmin(RuleAdmin):
    add_form = CommissionForm
    add = staticmethod(add_commission_rule)
    list_display = ["basis_points", "effective_from", "effective_to", "basis"]
