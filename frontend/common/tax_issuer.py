"""Who withholds, as the papers of tax name it: what the operator has not said is left open on them."""

from django.conf import settings

from payments.sdk.tax_certificates import Issuer


def issuer() -> Issuer:
    operator = settings.OPERATOR
    return Issuer(f"Chợ Xã {settings.MARKET['place']}", operator["name"], operator["tax_code"], operator["address"])
