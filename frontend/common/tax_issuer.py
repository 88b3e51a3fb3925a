"""The withholding party on tax documents: fields that the operator has not configured stay blank."""

from django.conf import settings

from payments.sdk.tax_certificates import Issuer


def issuer() -> Issuer:
    operator = settings.OPERATOR
    return Issuer(f"Chợ Xã {settings.MARKET['place']}", operator["name"], operator["tax_code"], operator["address"])
