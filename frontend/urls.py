"""The addresses of the sites."""

from django.urls import URLPattern, URLResolver, include, path

from frontend.common.consent_paper import paper
from frontend.common.favicon import favicon
from frontend.common.robots import robots

urlpatterns: list[URLPattern | URLResolver] = [
    path("favicon.ico", favicon),
    path("robots.txt", robots),
    path("phieu-dong-y/<int:member_id>.jpg", paper, name="consent-paper"),
    path("", include("frontend.account.urls")),
    path("", include("frontend.shop.urls")),
    path("ban-hang/", include("frontend.seller.urls")),
    path("co-quan/", include("frontend.office.urls")),
]
