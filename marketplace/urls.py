"""Every address of the shop, by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from accounts.graphql.authenticate import bearer
from core.graphql.view import GraphQLView
from frontend.account.sign_out import sign_out
from marketplace.schema import CACHEABLE_FIELDS, LIST_SIZES, schema
from payments.api.view import v1

_to_the_account = require_http_methods(["GET", "HEAD", "POST"])(RedirectView.as_view(pattern_name="account:home"))

urlpatterns: list[URLPattern | URLResolver] = [
    # The sites' patterns come after those of programs: Django tries one after the other, and the sites have hundreds.
    path(
        "graphql/",
        GraphQLView.as_view(schema=schema, authenticate=bearer, sizes=LIST_SIZES, cacheable=CACHEABLE_FIELDS),
        name="graphql",
    ),
    path("v1/", include("payments.api.urls")),
    re_path(r"^v[12]$|^v2/", v1),  # unknown addresses are answered in JSON, as Stripe's clients expect
    path("payments/", include("payments.urls")),
    path("", include("frontend.urls")),
    # The admin has no sign-in, password or sign-out pages of its own: those of the account throttle, audit, end
    # sessions and tokens, and delete cookies.
    path("quan-tri/password_change/", _to_the_account, name="admin-password"),
    path("quan-tri/logout/", sign_out, name="admin-sign-out"),
    path("quan-tri/", admin.site.urls),
]
if settings.VNPAY_SANDBOX:
    urlpatterns.append(path("vnpay-sandbox/", include("sandbox.vnpay.urls")))
if settings.BANK_SANDBOX:
    urlpatterns.append(path("bank-sandbox/", include("sandbox.banks.urls")))

handler400 = "frontend.common.error_pages.bad_request"
handler403 = "frontend.common.error_pages.forbidden"
handler404 = "frontend.common.error_pages.not_found"
handler500 = "marketplace.errors.failed"
