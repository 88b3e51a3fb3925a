"""A seller's claim for an official: the facts, the decision or the refusal with its reason, the audit trail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.queries import trail_of
from frontend.common import audit_labels
from frontend.common.submit import perform, submit
from frontend.office.access import OfficeRequest
from frontend.office.verification.forms import RefusalForm


@dataclass(frozen=True)
class Claim:
    """One claim and an official's possible decisions. The template is `office/verification/<name>_case.html`."""

    name: str
    row: Model
    verify: Callable[[], object]
    refuse: Callable[[str], object]  # by a reason
    verified: str  # the message afterwards
    refused: str
    facts: Mapping[str, Any] = field(default_factory=dict)  # for the template, beside the row

    @property
    def url(self) -> str:
        return reverse(f"office:{self.name}-case", args=[self.row.pk])


def claim_case(request: OfficeRequest, claim: Claim) -> HttpResponse:
    """GET shows; POST decides. A refused decision keeps the input."""
    if request.method == "POST" and request.POST.get("decision") == "verify":
        return _verify(request, claim)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _refuse(request, claim, form):
        return HttpResponseRedirect(claim.url)
    context = {
        "officer": request.officer,
        "here": "verification",
        claim.name: claim.row,
        "form": form,
        "trail": [audit_labels.present_entry(entry) for entry in trail_of(claim.row)],
        **claim.facts,
    }
    return render(request, f"office/verification/{claim.name}_case.html", context, status=422 if form.errors else 200)


def _verify(request: OfficeRequest, claim: Claim) -> HttpResponse:
    if perform(request, claim.verify):
        messages.success(request, claim.verified)
    return HttpResponseRedirect(claim.url)


def _refuse(request: OfficeRequest, claim: Claim, form: RefusalForm) -> bool:
    sent = submit(form, lambda: claim.refuse(form.cleaned_data["reason"]))
    if sent:
        messages.success(request, claim.refused)
    return bool(sent)
