"""DongPay's call to us, a form by POST, and the query with which the buyer comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from payments.models import PaymentReviewReason
from payments.providers.base import CallbackAnswer, Verdict
from payments.providers.results import AttemptResult, Outcome
from tests.payments.providers.dongpay.data import DongPayData
from tests.payments.providers.dongpay.signing import is_signed

_OUTCOMES = {"paid": Outcome.SUCCEEDED, "pending": Outcome.PENDING, "suspected": Outcome.REVIEW}
_RECEIVED = (Verdict.RECEIVED, Verdict.ALREADY_CLOSED)


@dataclass(frozen=True)
class DongPayMessage:
    fields: Mapping[str, str]

    @property
    def signature_ok(self) -> bool:
        return is_signed(self.fields)

    @property
    def is_ours(self) -> bool:
        return self.fields.get("merchant") == "CHOXA"

    @property
    def reference(self) -> str:
        return self.fields.get("reference", "")

    @property
    def response_code(self) -> str:
        return self.fields.get("status", "")

    @property
    def signed_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.fields.get("at", ""))
        except ValueError:
            return None

    def is_for(self, amount: int) -> bool:
        return self.fields.get("amount") == str(amount)

    def result(self) -> AttemptResult:
        outcome = _OUTCOMES.get(self.response_code, Outcome.FAILED)
        return AttemptResult(
            outcome,
            review_reason=PaymentReviewReason.SUSPECTED if outcome is Outcome.REVIEW else None,
            provider_ref=self.fields.get("number", "")[:40],
            response_code=self.response_code[:20],
            paid_at=self.signed_at,
            data=DongPayData(wallet=self.fields.get("wallet", "")[:20]).document(),
        )


class DongPayCallbacks:
    method = "POST"

    def read(self, params: Mapping[str, str]) -> DongPayMessage:
        return DongPayMessage({key: str(params[key]) for key in params})

    def answer(self, verdict: Verdict) -> CallbackAnswer:
        code = "OK" if verdict in _RECEIVED else "NO"
        return CallbackAnswer(code, {"received": code == "OK", "reason": str(verdict)})
