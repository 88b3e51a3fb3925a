"""The QR of an attempt as a picture: GET /payments/vietqr/<intent>/<code>.svg or .png.

Whoever knows an intent's random id may see its QR; the code names the attempt, so a picture never changes.
"""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from payments.models import Attempt
from payments.providers.vietqr import CODE
from payments.providers.vietqr.data import VietQRData

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
_A_DAY = 86_400


def picture_url(intent_id: str, reference: str, qr_text: str) -> str:
    """Where the picture of an attempt's QR is; the address changes with the QR."""
    address = reverse("payments:vietqr-picture", args=[intent_id, reference, "svg"])
    return f"{address}?v={qr_text[-4:]}"


@require_safe
def picture(request: HttpRequest, intent_id: str, code: str, kind: str) -> HttpResponse:
    """The picture; 404 where intent and code do not belong together."""
    attempt = Attempt.objects.filter(intent_id=intent_id, reference=code, provider=CODE).first()
    qr_text = VietQRData.of(attempt).qr_text if attempt else ""
    if not qr_text:
        raise Http404
    response = HttpResponse(draw(qr_text, kind), content_type=_TYPES[kind])
    response["Cache-Control"] = f"private, max-age={_A_DAY}, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # shops of others show it to their buyers
    response["Content-Disposition"] = f'inline; filename="{code}.{kind}"'
    return response


def draw(text: str, kind: str) -> bytes:
    """The QR of a text, with its quiet zone; error correction M, as banks print theirs."""
    code = segno.make_qr(text, error="m", boost_error=False)
    out = io.BytesIO()
    if kind == "svg":
        code.save(out, kind="svg", border=4, omitsize=True, svgclass=None, lineclass=None, light="#fff")
    else:
        code.save(out, kind="png", scale=8, border=4)
    return out.getvalue()
