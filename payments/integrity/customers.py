"""What must be true of customers: each is named by payments of its own account alone."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.customers-stay-with-their-account")
def customers_stay_with_their_account() -> CheckResult:
    """No payment names a customer of another account, or of the other mode."""
    bad = rows(
        "SELECT i.id, c.id FROM payments_paymentintent i JOIN payments_customer c ON c.id = i.customer_id "
        "WHERE i.livemode <> c.livemode OR i.payee_id IS DISTINCT FROM c.payee_id ORDER BY i.id"
    )
    problems = [f"{intent} names {customer}, which is another account's" for intent, customer in bad]
    return CheckResult(count("payments_customer"), problems)
