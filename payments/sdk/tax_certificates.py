"""The withheld tax of a payee: by month, and the certificate of a year as a document and as a workbook."""

from payments.tax.monthly import Sums, total
from payments.tax.papers import Issuer, certificate_paper, certificate_workbook
from payments.tax.yearly import Certificate, PayeeMonth, certificate, months_of

__all__ = [
    "Certificate",
    "Issuer",
    "PayeeMonth",
    "Sums",
    "certificate",
    "certificate_paper",
    "certificate_workbook",
    "months_of",
    "total",
]
