"""Sign-ins, keys and signatures."""

from payments.api.services.create_api_key import create_api_key
from payments.api.services.revoke_api_key import revoke_api_key
from tests.accounts.authenticators import enrolled
from tests.factories import PASSWORD
from tests.marketplace.log_cases.base import AT, GRAPHQL, World, case, exhaust


@case("sign-in, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD})
    who = f"account=user:{world.buyer.pk}"
    return [f"INFO choxa.security sign_in {who} factor=password {AT} method=POST route=account:sign-in"]


@case("wrong password, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": "không đúng đâu"})
    who = f"account=user:{world.buyer.pk}"
    return [f"WARNING choxa.security sign_in_failed {who} reason=password {AT} method=POST route=account:sign-in"]


@case("unknown account, page")
def _(world: World) -> list[str]:
    world.client.post("/dang-nhap/", {"identifier": "0987654321", "password": PASSWORD})
    return [f"WARNING choxa.security sign_in_failed account=unknown reason=password {AT} method=POST "
            "route=account:sign-in"]  # fmt: skip


@case("throttled sign-in, page")
def _(world: World) -> list[str]:
    exhaust("sign-in:network:127.0.0.1:60", 30)
    for _ in range(2):
        world.client.post("/dang-nhap/", {"identifier": "0912345678", "password": PASSWORD})
    where = f"{AT} method=POST route=account:sign-in"
    who = f"account=user:{world.buyer.pk}"
    limit = f"WARNING choxa.security limit_reached limit=sign-in {where}"
    return [limit, f"WARNING choxa.security sign_in_failed {who} reason=throttled {where}", limit]


@case("sign-in with a second factor, GraphQL")
def _(world: World) -> list[str]:
    app, codes = enrolled(world.buyer)
    world.secrets |= {app.code(), *codes, world.token(world.buyer, otp=app.code())}
    who = f"account=user:{world.buyer.pk}"
    return [f"INFO choxa.security sign_in {who} channel=api factor=password+totp {AT} method=POST route=graphql"]


@case("wrong second factor, GraphQL")
def _(world: World) -> list[str]:
    enrolled(world.buyer)
    world.token(world.buyer, otp="000000")
    who = f"account=user:{world.buyer.pk}"
    return [f"WARNING choxa.security sign_in_failed {who} reason=otp_invalid channel=api step=second_factor {AT} "
            "method=POST route=graphql"]  # fmt: skip


@case("wrong password asked again, page")
def _(world: World) -> list[str]:
    world.sign_in(world.buyer)
    world.client.post("/xac-nhan-mat-khau/", {"password": "không đúng đâu"})
    who = f"user:{world.buyer.pk}"
    return [f"WARNING choxa.security reauthentication_failed account={who} reason=password {AT} method=POST "
            f"route=account:reauthenticate person={who}"]  # fmt: skip


@case("bad bearer, GraphQL")
def _(world: World) -> list[str]:
    world.graphql("{ me { id } }", token="eyJhbGciOiJI.eyJ1c2VyIjox.c2ln")
    return [f"WARNING choxa.security token_refused reason=jwt_invalid_token {AT} method=POST route=graphql"]


@case("no key, wrong key, key of the other mode, revoked key: /v1")
def _(world: World) -> list[str]:
    revoked, text = create_api_key()
    revoke_api_key(key_id=revoked.pk)
    for key in ("", "sk_test_" + "a1B2" * 12, "sk_live_" + "a1B2" * 12, text):
        world.v1("/v1/refunds", key)
    world.secrets.discard("")
    where = f'{AT} method=GET route="GET /v1/refunds"'
    refused = "WARNING choxa.security api_key_refused"
    return [
        f"{refused} reason=none {where}",
        f"{refused} reason=unknown {where}",
        f"{refused} reason=other_mode {where}",
        f"{refused} reason=revoked account=key:{revoked.pk} {where}",
    ]


@case("bad signature, IPN")
def _(world: World) -> list[str]:
    world.client.get("/payments/vnpay/ipn", {"vnp_TxnRef": "a\nb", "vnp_SecureHash": "f" * 128})
    return [f"WARNING choxa.security signature_refused provider=vnpay {AT} method=GET route=payments:ipn "
            "object=provider=vnpay"]  # fmt: skip


@case("bad signature, way back from VNPay")
def _(world: World) -> list[str]:
    world.client.get("/thanh-toan/vnpay/tro-ve", {"vnp_TxnRef": "x", "vnp_SecureHash": "f" * 128})
    return [f"WARNING choxa.security signature_refused provider=vnpay reason=return {AT} method=GET "
            "route=shop:payment-return object=provider=vnpay"]  # fmt: skip


@case("bad signature and unknown address, feed")
def _(world: World) -> list[str]:
    feed = world.feed()
    world.client.post(f"/payments/feeds/sepay/{feed.hook}", "{}", **GRAPHQL)
    world.client.post("/payments/feeds/sepay/khong-co-dia-chi-nay", "{}", **GRAPHQL)
    where = f"{AT} method=POST route=payments:feed object=kind=sepay,hook="
    refused = "WARNING choxa.security signature_refused provider=sepay"
    return [f"{refused} account=feed:{feed.pk} {where}{feed.hook[:4]}*",
            f"{refused} reason=unknown_address {where}khon*"]  # fmt: skip
