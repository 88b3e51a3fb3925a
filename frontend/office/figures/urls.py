"""Addresses of the indicators."""

from django.urls import path

from frontend.office.figures.downloads import figures_csv, parts_csv, rows_csv
from frontend.office.figures.indicator import indicator
from frontend.office.figures.overview import figures
from frontend.office.figures.province import province

urlpatterns = [
    path("", figures, name="figures"),
    path("chi-so/<slug:code>/", indicator, name="indicator"),
    path("tai/chi-so.csv", figures_csv, name="figures-csv"),
    path("tai/theo-dia-ban.csv", parts_csv, name="parts-csv"),
    path("tai/dong/<slug:code>.csv", rows_csv, name="rows-csv"),
    path("tinh/", province, name="province"),
]
