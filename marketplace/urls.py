"""Every address of the shop, by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts.graphql.authenticate import bearer
from core.graphql.view import GraphQLView
from marketplace.schema import LIST_SIZES, schema
from payments.api.view import v1

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("frontend.urls")),
    path("graphql/", GraphQLView.as_view(schema, bearer, sizes=LIST_SIZES), name="graphql"),
    path("payments/", include("payments.urls")),
    re_path(r"^v[12]$|^v2/", v1),  # what is not there is answered in JSON, as Stripe's clients read it
    path("v1/", include("payments.api.urls")),
    path("quan-tri/", admin.site.urls),
]
if settings.VNPAY_SANDBOX:
    urlpatterns.append(path("vnpay-sandbox/", include("payments.providers.vnpay.sandbox.urls")))
if settings.BANK_SANDBOX:
    urlpatterns.append(path("bank-sandbox/", include("payments.feeds.sandbox.urls")))

handler400 = "frontend.shop.errors.bad_request"
handler403 = "frontend.shop.errors.forbidden"
handler404 = "frontend.shop.errors.not_found"
handler500 = "marketplace.errors.failed"
