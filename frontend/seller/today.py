"""Hôm nay: the list of tasks, one tap each, and the balance."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperatives.models import CooperativeMember, SellerKind
from cooperatives.queries import cooperatives_of
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.tasks import tasks_of
from orders.fulfilment.queries.seller_orders import seller_tasks
from payments import sdk

_SHOWN = 20  # of each kind; the rest waits in its tab


@require_safe
@seller_page
def today(request: SellerRequest) -> HttpResponse:
    account = sdk.accounts.retrieve(request.seller.payee_ref)
    bank = sdk.bank_accounts.of(request.seller.payee_ref)
    waiting = seller_tasks(request.seller, limit=_SHOWN, checks_account=bank is not None and not bank.has_feed)
    tasks = tasks_of(waiting)
    count = waiting.count
    context = {
        "tasks": tasks,
        "count": count,
        "more": count - len(tasks),
        "waiting": waiting,
        "doubts": sdk.bank_transfers.count(request.seller.payee_ref),
        "account": account,
        "next_bank": sdk.bank_accounts.next_of(account.id) if account.held_until else None,
        "cooperatives": _cooperatives(request),
        "balance": sdk.balances.of(request.seller.payee_ref),
    }
    return render(request, "seller/today.html", context)


def _cooperatives(request: SellerRequest) -> list[CooperativeMember]:
    """The cooperatives that act for this household, or request it; only for its own people."""
    if request.seller.kind != SellerKind.HOUSEHOLD or request.acting.on_behalf:
        return []
    return [member for member in cooperatives_of(request.seller) if member.agrees or member.consent_pending_at]  # type: ignore[attr-defined]
