"""What the start of a shop says about its VNPay account."""

from payments.checks import vnpay_is_configured


def test_only_production_needs_an_account_of_its_own(settings):
    settings.VNPAY = settings.VNPAY | {"hash_secret": "", "api_url": ""}
    assert vnpay_is_configured() == []
    settings.PRODUCTION = True
    (warning,) = vnpay_is_configured()
    assert warning.msg == "VNPay cannot be used: VNPAY_HASH_SECRET, VNPAY_API_URL not set."
    settings.VNPAY = settings.VNPAY | {"hash_secret": "x", "api_url": "https://vnpay.example"}
    assert vnpay_is_configured() == []
