"""Stripe's own client accepts our signatures."""

import pytest
import stripe

from payments.webhooks.signing import demo_secret, header, new_secret

BODY = '{"id": "evt_1", "object": "event", "tên": "Xoài"}'


def verify(signature: str, secret: str, body: str = BODY) -> bool:
    try:
        return stripe.WebhookSignature.verify_header(body, signature, secret)
    except stripe.SignatureVerificationError:
        return False


def test_every_secret_that_signed_is_accepted_and_no_other() -> None:
    first, second, third = new_secret(), demo_secret(), new_secret()
    signature = header(BODY.encode(), [first, second], 1_790_000_000)
    assert verify(signature, first)
    assert verify(signature, second)
    assert not verify(signature, third)
    assert not verify(signature, first, BODY.replace("Xoài", "Ổi"))


def test_the_same_signature_as_stripes_own() -> None:
    theirs = stripe.WebhookSignature.generate_signature_header(BODY, "whsec_test", 1_790_000_000)
    assert header(BODY.encode(), ["whsec_test"], 1_790_000_000) == theirs


def test_secrets() -> None:
    assert new_secret() != new_secret()
    assert len(new_secret()) == len("whsec_") + 32
    assert demo_secret() == demo_secret()


def test_the_demo_secret_is_the_machines_own(settings) -> None:
    before = demo_secret()
    settings.SECRET_KEY = "another"
    assert demo_secret() != before
    assert demo_secret().startswith("whsec_")


@pytest.mark.parametrize(
    ("livemode", "production", "signs"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_the_demo_signs_in_the_demo_only(livemode: bool, production: bool, signs: bool, settings) -> None:
    from payments.webhooks.signing import signs_demo

    settings.PRODUCTION = production
    assert signs_demo(livemode) is signs
