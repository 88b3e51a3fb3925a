"""/co-quan/so-sach/: the trial balance, its accounts and their journal entries."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.common.paging import Fetched, first_page, number_after
from frontend.office import labels
from frontend.office.access import OfficeRequest, operator_only
from payments.ledger import queries

ACCOUNTS, ENTRIES = 200, 50


@require_safe
@operator_only
def trial_balance(request: OfficeRequest) -> HttpResponse:
    context = {"officer": request.officer, "here": "money", "books": labels.books(queries.trial_balance())}
    return render(request, "office/ledger/trial_balance.html", context)


@require_safe
@operator_only
def accounts(request: OfficeRequest, code: str, mode: str) -> HttpResponse:
    """The accounts of one code: each payee's own."""
    page = first_page(Fetched(partial(queries.accounts_of, code, livemode=mode == "that")), ACCOUNTS)
    if not page.object_list:
        raise Http404
    context = {
        "officer": request.officer,
        "here": "money",
        "code": code,
        "name": labels.account(code),
        "live": mode == "that",
        "page": page,
    }
    return render(request, "office/ledger/accounts.html", context)


@require_safe
@operator_only
def account(request: OfficeRequest, account_id: int) -> HttpResponse:
    """An account's statement: entries with the balance after each, latest first."""
    page = queries.account_page(account_id, before=number_after(request), limit=ENTRIES)
    context = {
        "officer": request.officer,
        "here": "money",
        "page": page,
        "name": labels.account(page.account.code),
        "paged": number_after(request) is not None,
    }
    return render(request, "office/ledger/account.html", context)


@require_safe
@operator_only
def journal_entry(request: OfficeRequest, journal_entry_id: int) -> HttpResponse:
    """One journal entry: its reason, both sides, and its balance lines."""
    entry = queries.journal_entry(journal_entry_id)
    sides = [(entry, entry.amount if entry.amount > 0 else None) for entry in entry.entries.all()]
    context = {
        "officer": request.officer,
        "here": "money",
        "journal_entry": entry,
        "entries": [(entry, debit, None if debit else -entry.amount) for entry, debit in sides],
        "balance_lines": entry.balance_lines.all(),
    }
    return render(request, "office/ledger/journal_entry.html", context)
