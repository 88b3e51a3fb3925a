"""Reads of the room, for callers, payees and the money desk: a fixed number of statements each."""

from payments.queries.bank import transfer_questions
from payments.queries.books import TrialLine, account_page, accounts_of, movement, trial_balance
from payments.queries.desk import calls_of, open_questions, reviews_open
from payments.queries.intents import intent, intent_of_reference, intents
from payments.queries.payees import balances, statement, transfers_of
from payments.queries.refunds import Group, group_of, refund_case, refund_tallies, refunds_ended, refunds_of
from payments.queries.waiting import Waiting, waiting

__all__ = [
    "Group",
    "TrialLine",
    "Waiting",
    "account_page",
    "accounts_of",
    "balances",
    "calls_of",
    "group_of",
    "intent",
    "intent_of_reference",
    "intents",
    "movement",
    "open_questions",
    "refund_case",
    "refund_tallies",
    "refunds_ended",
    "refunds_of",
    "reviews_open",
    "statement",
    "transfer_questions",
    "transfers_of",
    "trial_balance",
    "waiting",
]
