"""The life of a connected account through Stripe's own client, against a live server of ours."""

import pytest
import stripe

from tests.payments.api.helpers import paid

BANK = {
    "object": "bank_account",
    "country": "VN",
    "currency": "vnd",
    "account_number": "1023456789",
    "routing_number": "970436",
    "account_holder_name": "HTX XOAI MY XUONG",
}


def new_account(platform: stripe.StripeClient, **more) -> stripe.Account:
    return platform.v1.accounts.create(
        {
            "type": "custom",
            "country": "VN",
            "email": "htx@example.vn",
            "business_type": "company",
            "company": {"name": "HTX Xoài Mỹ Xương", "tax_id": "1400123456"},
            "business_profile": {"name": "Xoài Mỹ Xương", "url": "https://example.vn"},
            "capabilities": {"transfers": {"requested": True}},
            "external_account": BANK,
            "settings": {"payouts": {"schedule": {"interval": "manual"}}},
            "metadata": {"seller": "7"},
        }
        | more
    )


def test_test_account_without_a_named_bank_gets_one_and_is_active(platform: stripe.StripeClient) -> None:
    created = platform.v1.accounts.create({"type": "express", "email": "b@example.vn"})
    assert (created.charges_enabled, created.payouts_enabled, created.requirements.currently_due) == (True, True, [])
    [bank] = created.external_accounts.data
    assert bank.routing_number == "970436"
    direct = platform.v1.payment_intents.create(
        {"amount": 70_000, "currency": "vnd", "payment_method_data": {"type": "vietqr"}, "confirm": True},
        {"stripe_account": created.id},
    )
    shown = direct.next_action["vietqr_display_qr_code"]
    assert (shown["account_number"][:4], shown["account_name"], shown["amount"]) == ("TEST", "B@EXAMPLE.VN", 70_000)


def balance(platform: stripe.StripeClient, account: str | None = None) -> tuple[int, int]:
    options = {"stripe_account": account} if account else {}
    result = platform.v1.balance.retrieve(options=options)
    return result.available[0].amount, result.pending[0].amount


def test_an_account_is_active_at_once_and_can_be_changed(platform: stripe.StripeClient) -> None:
    accounts = platform.v1.accounts
    created = new_account(platform)
    assert (created.object, created.country, created.default_currency, created.email) == (
        "account",
        "VN",
        "vnd",
        "htx@example.vn",
    )
    assert (created.charges_enabled, created.payouts_enabled, created.details_submitted) == (True, True, True)
    assert created.capabilities.transfers == "active"
    assert (created.business_profile.name, created.company.name, created.company.tax_id_provided) == (
        "Xoài Mỹ Xương", "HTX Xoài Mỹ Xương", True,
    )  # fmt: skip
    [bank] = created.external_accounts.data
    assert (bank.last4, bank.routing_number, bank.account_holder_name) == ("6789", "970436", "HTX XOAI MY XUONG")
    assert (created.settings.payouts.schedule.interval, created.metadata.to_dict()) == ("manual", {"seller": "7"})

    changed = accounts.update(
        created.id,
        {
            "metadata": {"seller": "", "code": "x"},
            "settings": {"payouts": {"schedule": {"interval": "weekly", "weekly_anchor": "friday"}}},
            "external_account": BANK | {"account_number": "55556666"},
        },
    )
    assert changed.metadata.to_dict() == {"code": "x"}
    assert changed.settings.payouts.schedule.to_dict() == {
        "delay_days": 0, "interval": "weekly", "weekly_anchor": "friday",
    }  # fmt: skip
    assert changed.external_accounts.data[0].last4 == "6666"
    assert accounts.retrieve(created.id).to_dict() == changed.to_dict()
    assert [one.id for one in accounts.list().data] == [created.id]
    own = platform.raw_request("get", "/v1/account", stripe_account=created.id)
    assert platform.deserialize(own, api_mode="V1").id == created.id
    [listed] = accounts.external_accounts.list(created.id).data
    assert accounts.external_accounts.retrieve(created.id, listed.id).last4 == "6666"


def test_only_unused_test_accounts_of_the_api_can_be_deleted(platform: stripe.StripeClient, payee: str) -> None:
    created = new_account(platform)
    assert platform.v1.accounts.delete(created.id).deleted is True
    with pytest.raises(stripe.InvalidRequestError) as gone:
        platform.v1.accounts.retrieve(created.id)
    assert gone.value.http_status == 404
    for used in (payee, _with_history(platform)):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            platform.v1.accounts.delete(used)
        assert "cannot be deleted" in str(refused.value)
        assert platform.v1.accounts.retrieve(used).id == used


def _with_history(platform: stripe.StripeClient) -> str:
    created = new_account(platform)
    platform.v1.accounts.update(created.id, {"email": "moi@example.vn"})
    return created.id


def test_destination_charge_transfer_reversal_and_payout(platform: stripe.StripeClient, live_server) -> None:
    seller = new_account(platform).id
    intent = paid(
        platform,
        live_server.url,
        amount=300_000,
        transfer_data={"destination": seller},
        application_fee_amount=15_000,
    )
    charge = platform.v1.charges.retrieve(intent.latest_charge, {"expand": ["transfer", "application_fee"]})
    assert (charge.transfer.amount, charge.transfer.destination) == (300_000, seller)
    assert (charge.application_fee.amount, charge.application_fee.account) == (15_000, seller)
    assert balance(platform) == (15_000, 0)
    assert balance(platform, seller) == (285_000, 0)

    separate = paid(platform, live_server.url, amount=200_000, transfer_group="ORDER1")
    transfer = platform.v1.transfers.create(
        {
            "amount": 150_000,
            "currency": "vnd",
            "destination": seller,
            "source_transaction": str(separate.latest_charge),
            "description": "Phần của HTX",
            "metadata": {"order": "1"},
        }
    )
    assert (transfer.object, transfer.amount, transfer.amount_reversed, transfer.reversed) == (
        "transfer", 150_000, 0, False,
    )  # fmt: skip
    assert transfer.source_transaction == separate.latest_charge
    assert balance(platform, seller) == (435_000, 0)
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        platform.v1.transfers.create(
            {
                "amount": 50_001,
                "currency": "vnd",
                "destination": seller,
                "source_transaction": str(separate.latest_charge),
            }
        )
    assert too_much.value.code == "balance_insufficient"

    reversals = platform.v1.transfers.reversals
    back = reversals.create(transfer.id, {"amount": 50_000, "metadata": {"why": "hư"}})
    assert (back.object, back.amount, back.transfer) == ("transfer_reversal", 50_000, transfer.id)
    assert reversals.retrieve(transfer.id, back.id).id == back.id
    assert reversals.update(transfer.id, back.id, {"metadata": {"more": "1"}}).metadata.to_dict() == {
        "why": "hư", "more": "1",
    }  # fmt: skip
    assert [one.id for one in reversals.list(transfer.id).data] == [back.id]
    with pytest.raises(stripe.InvalidRequestError) as over:
        reversals.create(transfer.id, {"amount": 100_001})
    assert over.value.param == "amount"
    assert platform.v1.transfers.retrieve(transfer.id).amount_reversed == 50_000
    assert platform.v1.transfers.update(transfer.id, {"description": "đổi"}).description == "đổi"
    assert balance(platform) == (115_000, 0)
    assert balance(platform, seller) == (385_000, 0)

    header = {"stripe_account": seller}
    payouts = platform.v1.payouts
    payout = payouts.create({"amount": 100_000, "currency": "vnd", "metadata": {"a": "b"}}, options=header)
    assert (payout.status, payout.amount, payout.type, payout.automatic) == ("pending", 100_000, "bank_account", False)
    assert balance(platform, seller) == (285_000, 0)
    with pytest.raises(stripe.InvalidRequestError) as poor:
        payouts.create({"amount": 285_001, "currency": "vnd"}, options=header)
    assert (poor.value.code, poor.value.param) == ("balance_insufficient", "amount")
    assert payouts.update(payout.id, {"metadata": {"a": ""}}, options=header).metadata.to_dict() == {}
    assert [one.id for one in payouts.list({"status": "pending"}, options=header).data] == [payout.id]
    assert payouts.list({"status": "paid"}, options=header).data == []
    day = payout.arrival_date
    for result, span in ((1, {"gte": day, "lte": day}), (0, {"gt": day}), (0, {"lt": day}), (1, {"gt": day - 1})):
        assert len(payouts.list({"arrival_date": span}, options=header).data) == result, span
    assert payouts.cancel(payout.id, options=header).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as twice:
        payouts.cancel(payout.id, options=header)
    assert "pending" in str(twice.value)
    assert balance(platform, seller) == (385_000, 0)
    with pytest.raises(stripe.InvalidRequestError) as platforms_own:
        payouts.create({"amount": 1_000, "currency": "vnd"})
    assert "Stripe-Account" in str(platforms_own.value)

    lines = platform.v1.balance_transactions.list(options=header).data
    assert sum(line.net for line in lines) == 385_000
    kinds = [event.type for event in platform.v1.events.list({"limit": 50}).data]
    assert {"transfer.created", "transfer.reversed", "transfer.updated", "charge.succeeded"} <= set(kinds)
    assert {"payout.created", "payout.canceled"} <= {e.type for e in platform.v1.events.list(options=header).data}


def test_transfer_takes_its_amount_from_its_source_charge(platform: stripe.StripeClient, live_server) -> None:
    seller = new_account(platform).id
    common = {"currency": "vnd", "destination": seller}
    loose = paid(platform, live_server.url, amount=100_000)
    grouped = paid(platform, live_server.url, amount=300_000, transfer_group="G")
    transfers = platform.v1.transfers
    with pytest.raises(stripe.InvalidRequestError) as refused:
        transfers.create(common | {"amount": 100_001})
    assert (refused.value.code, "source_transaction" in str(refused.value)) == ("balance_insufficient", True)
    assert transfers.create(common | {"amount": 40_000}).source_transaction == loose.latest_charge
    assert transfers.create(common | {"amount": 60_000}).source_transaction == loose.latest_charge
    with pytest.raises(stripe.InvalidRequestError):
        transfers.create(common | {"amount": 1})
    by_group = transfers.create(common | {"amount": 250_000, "transfer_group": "G"})
    assert (by_group.source_transaction, by_group.transfer_group) == (grouped.latest_charge, "G")
    platform.v1.refunds.create({"payment_intent": grouped.id, "amount": 30_000})
    with pytest.raises(stripe.InvalidRequestError):
        transfers.create(common | {"amount": 20_001, "transfer_group": "G"})
    assert transfers.create(common | {"amount": 20_000, "transfer_group": "G"}).amount == 20_000
    assert len(transfers.list({"destination": seller, "transfer_group": "G"}).data) == 2
    assert balance(platform, seller) == (370_000, 0)


def test_tax_is_withheld_from_a_household_by_what_was_sold(platform: stripe.StripeClient, live_server) -> None:
    household = new_account(platform, business_type="individual", company=None).id
    intent = paid(platform, live_server.url, amount=400_000)
    common = {"currency": "vnd", "destination": household, "source_transaction": str(intent.latest_charge)}
    platform.v1.transfers.create(common | {"amount": 200_000, "tax_category": "goods"})
    assert balance(platform, household) == (197_000, 0)  # 1 % VAT and 0.5 % PIT
    platform.v1.transfers.create(common | {"amount": 200_000, "tax_category": "service"})
    assert balance(platform, household) == (197_000 + 186_000, 0)  # 5 % and 2 %


def test_application_fees(platform: stripe.StripeClient, live_server) -> None:
    seller = new_account(platform).id
    intent = paid(
        platform, live_server.url, amount=200_000, transfer_data={"destination": seller}, application_fee_amount=20_000
    )
    [fee] = platform.v1.application_fees.list().data
    assert (fee.amount, fee.amount_refunded, fee.account) == (20_000, 0, seller)
    for charge in (fee.charge, intent.latest_charge):  # the account's payment, and the platform's charge behind it
        assert [one.id for one in platform.v1.application_fees.list({"charge": charge}).data] == [fee.id]
    assert platform.v1.application_fees.list({"charge": "ch_none"}).data == []
    platform.v1.refunds.create(
        {
            "payment_intent": intent.id,
            "amount": 100_000,
            "reverse_transfer": True,
            "refund_application_fee": True,
        }
    )
    fee = platform.v1.application_fees.retrieve(fee.id)
    assert (fee.amount_refunded, fee.refunded) == (10_000, False)
    [back] = platform.v1.application_fees.refunds.list(fee.id).data
    assert (back.object, back.amount, back.fee) == ("fee_refund", 10_000, fee.id)


def test_objects_of_another_account_are_not_found(platform: stripe.StripeClient, make_client, live_server) -> None:
    from payments.api.services.create_api_key import create_api_key

    seller, other = new_account(platform).id, new_account(platform).id
    intent = paid(platform, live_server.url, amount=200_000)
    transfer = platform.v1.transfers.create(
        {"amount": 100_000, "currency": "vnd", "destination": seller, "source_transaction": str(intent.latest_charge)}
    )
    payout = platform.v1.payouts.create({"amount": 1_000, "currency": "vnd"}, options={"stripe_account": seller})
    theirs = make_client(create_api_key(payee_id=other)[1])
    for ask in (
        lambda: theirs.v1.transfers.retrieve(transfer.id),
        lambda: theirs.v1.transfers.reversals.create(transfer.id),
        lambda: theirs.v1.payouts.retrieve(payout.id),
        lambda: theirs.v1.payouts.cancel(payout.id),
        lambda: theirs.v1.accounts.retrieve(seller),
        lambda: theirs.v1.accounts.update(seller, {"email": "x@example.vn"}),
        lambda: theirs.v1.charges.retrieve(intent.latest_charge),
    ):
        with pytest.raises(stripe.InvalidRequestError) as missing:
            ask()
        assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    for ask in (
        lambda: theirs.v1.transfers.create({"amount": 1, "currency": "vnd", "destination": other}),
        lambda: theirs.v1.accounts.create({"type": "custom"}),
    ):
        with pytest.raises(stripe.StripeError) as refused:
            ask()
        assert "latform" in str(refused.value)
    assert theirs.v1.transfers.list().data == []
    assert theirs.v1.accounts.list().data == []
    assert theirs.v1.payouts.list().data == []
    assert theirs.v1.application_fees.list().data == []
    assert platform.v1.transfers.retrieve(transfer.id).amount_reversed == 0


def test_account_retrieve_returns_the_account_of_the_key(platform, payee) -> None:
    """`Account.retrieve()` of Stripe's clients: the platform for its own key, the account for its header."""
    own = platform.v1.accounts.retrieve_current({})
    assert (own.id, own.object, own.type, own.livemode) == ("acct_platform", "account", "standard", False)
    assert (own.country, own.default_currency, own.charges_enabled) == ("VN", "vnd", True)
    assert platform.v1.accounts.retrieve("acct_platform").id == own.id
    assert platform.v1.balance.retrieve({}, {"stripe_account": own.id}).object == "balance"
    assert platform.v1.accounts.retrieve_current({}, {"stripe_account": payee}).id == payee
    assert own.id not in [account.id for account in platform.v1.accounts.list().data]
    with pytest.raises(stripe.InvalidRequestError):
        platform.v1.transfers.create({"amount": 1_000, "currency": "vnd", "destination": own.id})
