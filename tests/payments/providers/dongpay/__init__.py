"""DongPay: an invented gateway that exists in the tests only. It shows what a new provider consists of."""

CODE = "dongpay"
SECRET = "khoa-chung-voi-dongpay"
PAGE = "https://pay.dongpay.example/checkout"
