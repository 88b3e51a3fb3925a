"""Addresses of what officials verify."""

from django.urls import path

from frontend.office.verification.certificate import certificate_case
from frontend.office.verification.declaration import declaration_case
from frontend.office.verification.overview import verification
from frontend.office.verification.seller import record_contract, record_paper, seller_case, write_tax_code

urlpatterns = [
    path("xac-minh/", verification, name="verification"),
    path("xac-minh/nguoi-ban/<int:seller_id>/", seller_case, name="seller-case"),
    path("xac-minh/nguoi-ban/<int:seller_id>/hop-dong", record_contract, name="seller-contract"),
    path("xac-minh/nguoi-ban/<int:seller_id>/dong-y/<int:cooperative_id>", record_paper, name="seller-paper"),
    path("xac-minh/nguoi-ban/<int:seller_id>/ma-so-thue", write_tax_code, name="seller-tax-code"),
    path("xac-minh/chung-nhan/<int:certificate_id>/", certificate_case, name="certificate-case"),
    path("xac-minh/nong-san/<int:declaration_id>/", declaration_case, name="declaration-case"),
]
