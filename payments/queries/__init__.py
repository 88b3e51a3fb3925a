"""Reads of the room, for callers, payees and the money desk: a fixed number of statements each."""

from payments.feeds.queries import former_accounts, payable_by_transfer, transfer_questions
from payments.payees.queries import balances, statement, transfers_of
from payments.queries.books import TrialLine, account_page, accounts_of, movement, trial_balance
from payments.queries.desk import calls_of, open_questions, reviews_open
from payments.queries.intents import intent, intent_of_reference, intents
from payments.queries.waiting import Waiting, missing_waiting, waiting
from payments.reconcile.days import days, missing
from payments.reconcile.queries import (
    alike,
    days_covered,
    file_with_counts,
    files,
    files_between,
    last_statement,
    lines_alike,
    lines_of_day,
    lines_of_file,
    lines_open,
    settlement_line,
    sums_of_file,
)
from payments.refunds.queries import Group, group_of, refund_case, refund_tallies, refunds_ended, refunds_of
from payments.webhooks.queries import gone_silent

__all__ = [
    "Group",
    "TrialLine",
    "Waiting",
    "account_page",
    "accounts_of",
    "alike",
    "balances",
    "calls_of",
    "days",
    "days_covered",
    "file_with_counts",
    "files",
    "files_between",
    "former_accounts",
    "gone_silent",
    "group_of",
    "intent",
    "intent_of_reference",
    "intents",
    "last_statement",
    "lines_alike",
    "lines_of_day",
    "lines_of_file",
    "lines_open",
    "missing",
    "missing_waiting",
    "movement",
    "open_questions",
    "payable_by_transfer",
    "refund_case",
    "refund_tallies",
    "refunds_ended",
    "refunds_of",
    "reviews_open",
    "settlement_line",
    "statement",
    "sums_of_file",
    "transfer_questions",
    "transfers_of",
    "trial_balance",
    "waiting",
]
