"""Addresses of withheld tax."""

from django.urls import path

from frontend.office.tax.month import declare, month, month_pdf, month_xlsx, pay
from frontend.office.tax.overview import overview
from frontend.office.tax.year import certificate_pdf, certificate_xlsx, year

urlpatterns = [
    path("thue/", overview, name="tax"),
    path("thue/nam/<int:year>/", year, name="tax-year"),
    path("thue/nam/<int:year>/<slug:payee_id>.pdf", certificate_pdf, name="tax-certificate-pdf"),
    path("thue/nam/<int:year>/<slug:payee_id>.xlsx", certificate_xlsx, name="tax-certificate-xlsx"),
    path("thue/<slug:month>.pdf", month_pdf, name="tax-month-pdf"),
    path("thue/<slug:month>.xlsx", month_xlsx, name="tax-month-xlsx"),
    path("thue/<slug:month>/", month, name="tax-month"),
    path("thue/<slug:month>/ke-khai", declare, name="tax-declare"),
    path("thue/<slug:month>/nop-tien", pay, name="tax-pay"),
]
