"""Reads of the room, for callers, payees and the money desk: a fixed number of statements each."""

from payments.feeds.queries import former_accounts, payable_by_transfer, unmatched_transactions
from payments.payees.queries import balances, statement, transfers_of
from payments.queries.books import TrialLine, account_page, accounts_of, journal_entry, trial_balance
from payments.queries.desk import messages_of, reviews_open, unresolved_messages
from payments.queries.intents import intent, intent_of_reference, intents
from payments.queries.waiting import Waiting, missing_waiting, waiting
from payments.reconcile.days import days, missing
from payments.reconcile.queries import (
    days_covered,
    file_with_counts,
    files,
    files_between,
    last_statement,
    lines_of_day,
    lines_of_file,
    lines_open,
    settlement_line,
    similar_line_counts,
    similar_lines,
    sums_of_file,
)
from payments.refunds.queries import Group, group_of, refund_case, refund_tallies, refunds_ended, refunds_of
from payments.webhooks.queries import auto_disabled

__all__ = [
    "Group",
    "TrialLine",
    "Waiting",
    "account_page",
    "accounts_of",
    "auto_disabled",
    "balances",
    "days",
    "days_covered",
    "file_with_counts",
    "files",
    "files_between",
    "former_accounts",
    "group_of",
    "intent",
    "intent_of_reference",
    "intents",
    "journal_entry",
    "last_statement",
    "lines_of_day",
    "lines_of_file",
    "lines_open",
    "messages_of",
    "missing",
    "missing_waiting",
    "payable_by_transfer",
    "refund_case",
    "refund_tallies",
    "refunds_ended",
    "refunds_of",
    "reviews_open",
    "settlement_line",
    "similar_line_counts",
    "similar_lines",
    "statement",
    "sums_of_file",
    "transfers_of",
    "trial_balance",
    "unmatched_transactions",
    "unresolved_messages",
    "waiting",
]
