"""What VNPay's adapter keeps of an attempt."""

from typing import Any

from payments.providers.provider_data import ProviderData


class VNPayData(ProviderData):
    create_date: str = ""  # vnp_CreateDate as sent (GMT+7): querydr and refund must repeat it
    transaction_status: str = ""  # vnp_TransactionStatus, beside the response code
    bank_code: str = ""  # vnp_BankCode

    def result_document(self) -> dict[str, Any]:
        """What a result says, nothing left out: it replaces what an earlier one said."""
        return {"transaction_status": self.transaction_status, "bank_code": self.bank_code}
