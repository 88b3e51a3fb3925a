"""The QR of an attempt as an image: GET /payments/vietqr/<intent>/<code>.svg or .png.

The intent's random id is the permission to see it. The code identifies the attempt.
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
    """The URL of the image of an attempt's QR. The URL changes with the QR."""
    address = reverse("payments:vietqr-picture", args=[intent_id, reference, "svg"])
    return f"{address}?v={qr_text[-4:]}"


@require_safe
def picture(request: HttpRequest, intent_id: str, code: str, kind: str) -> HttpResponse:
    """The image; 404 where the intent has no attempt with this code."""
    attempt = Attempt.objects.filter(intent_id=intent_id, reference=code, provider=CODE).first()
    qr_text = VietQRData.of(attempt).qr_text if attempt else ""
    if not qr_text:
        raise Http404
    response = HttpResponse(draw(qr_text, kind), content_type=_TYPES[kind])
    response["Cache-Control"] = f"private, max-age={_A_DAY}, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites embed it
    response["Content-Disposition"] = f'inline; filename="{code}.{kind}"'
    return response


def draw(text: str, kind: str) -> bytes:
    """The QR image of a text, with its quiet zone and error correction M, as banks use."""
    code = segno.make_qr(text, error="m", boost_error=False)
    out = io.BytesIO()
    if kind == "svg":
        code.save(out, kind="svg", border=4, omitsize=True, svgclass=None, lineclass=None, light="#fff")
    else:
        code.save(out, kind="png", scale=8, border=4)
    return out.getvalue()
