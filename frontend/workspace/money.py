"""Tiền: what is owed to the seller, and from which orders."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.workspace.acting import WorkspaceRequest, workspace
from orders.queries.owed import owed
from payments import sdk


@require_safe
@workspace
def money(request: WorkspaceRequest) -> HttpResponse:
    context = {"owed": owed(request.seller), "account": sdk.accounts.retrieve(request.seller.payee_ref)}
    return render(request, "workspace/money.html", context)
