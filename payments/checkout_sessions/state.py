"""The state of a session's page, read from session, intent and latest attempt."""

from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Prefetch
from django.utils.functional import Promise

from core import clock
from payments.checkout_sessions.services.pay_session import usable_methods
from payments.models import Attempt, AttemptStatus, CheckoutSession, CheckoutSessionStatus, IntentStatus, PaymentIntent
from payments.providers import instructions_of, provider
from payments.providers.base import Provider, TransferInstructions
from payments.providers.decline_codes import words


@dataclass(frozen=True)
class Item:
    """One line of what is paid for, in đồng."""

    name: str
    quantity: int
    unit_amount: int

    @property
    def total(self) -> int:
        return self.quantity * self.unit_amount


@dataclass(frozen=True)
class View:
    """Kind: "choose", "preparing" (the QR is being made), "transfer" (a QR to pay by), "waiting", "review", "complete"
    or "expired".
    """

    session: CheckoutSession
    kind: str
    amount: int
    items: list[Item]
    methods: list[Provider]  # that the buyer may choose now
    refusals: list[str | Promise]  # why others, which collect for the payee, cannot carry the amount
    attempt: Attempt | None  # the latest attempt
    instructions: TransferInstructions | None  # of it
    problem: str | Promise  # why the latest attempt failed, for the buyer; "" where it did not fail

    @property
    def is_final(self) -> bool:
        return self.kind in ("complete", "expired")

    @property
    def success_url(self) -> str:
        """The shop's return address with the session's id filled in."""
        return self.session.success_url.replace("{CHECKOUT_SESSION_ID}", quote(self.session.pk))


def view_of(session_id: str, *, returned_from_provider: bool = False) -> View | None:
    """The state of a session's page (2 statements, and 1 where a method is to be chosen); None where there is no such
    session.

    `returned_from_provider`: the buyer returns from the provider, whose result may be a few seconds late.
    """
    with_attempts = Prefetch("intent__attempts", Attempt.objects.order_by("pk"), to_attr="attempts_in_order")
    session = (
        CheckoutSession.objects.select_related("intent").prefetch_related(with_attempts).filter(pk=session_id).first()
    )
    if session is None:
        return None
    attempts: list[Attempt] = session.intent.attempts_in_order  # type: ignore[attr-defined]
    attempt = attempts[-1] if attempts else None
    instructions = instructions_of(attempt) if attempt else None
    kind = _kind(session, attempt, instructions, returned_from_provider=returned_from_provider)
    failed = attempt is not None and attempt.status == AttemptStatus.FAILED and kind == "choose"
    usable = usable_methods(session.intent) if kind in ("choose", "waiting") else {}
    return View(
        session=session,
        kind=kind,
        amount=session.intent.amount,
        items=[Item(row["name"], row["quantity"], row["unit_amount"]) for row in session.line_items],
        methods=[provider(name) for name, refusal in usable.items() if refusal is None],
        refusals=[refusal.message for refusal in usable.values() if refusal],
        attempt=attempt,
        instructions=instructions,
        problem=words(provider(attempt.provider).decline_code(attempt.response_code)) if failed and attempt else "",
    )


def _kind(
    session: CheckoutSession,
    attempt: Attempt | None,
    instructions: TransferInstructions | None,
    *,
    returned_from_provider: bool,
) -> str:
    intent: PaymentIntent = session.intent
    if intent.status == IntentStatus.SUCCEEDED:
        return "complete"
    if intent.status == IntentStatus.CANCELED or session.status == CheckoutSessionStatus.EXPIRED:
        return "expired"
    if intent.review:
        return "review"
    is_open = attempt is not None and attempt.status == AttemptStatus.OPEN
    if intent.status == IntentStatus.PROCESSING:
        return "waiting"
    if session.expires_at <= clock.now():
        return "waiting" if is_open else "expired"
    if is_open and instructions and attempt and attempt.provider == intent.payment_method_type:
        return "preparing" if instructions.is_pending else "transfer"
    return "waiting" if is_open and returned_from_provider else "choose"
