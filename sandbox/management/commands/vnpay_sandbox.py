"""`python -m marketplace vnpay-sandbox`: VNPay's stand-in on a port of its own, for a shop with VNPAY_SANDBOX=0."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import run

from sandbox.vnpay.standalone import GatewayHandler


class Command(BaseCommand):
    help = "Serve VNPay's sandbox stand-in alone. The shop finds it by VNPAY_PAY_URL and VNPAY_API_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("VNPay's stand-in does not exist where CHOXA_ENV=production.")
        settings.VNPAY_SANDBOX = False  # the shop is another process: it is called by HTTP, as VNPay does
        call_command("collectstatic", interactive=False, verbosity=0)
        at = f"http://{host}:{port}/vnpay-sandbox"
        self.stdout.write(f"VNPay's stand-in: {at}/paymentv2/vpcpay.html\n  control: {at}/control")
        self.stdout.write(
            f"The shop needs VNPAY_SANDBOX=0 VNPAY_PAY_URL={at}/paymentv2/vpcpay.html "
            f"VNPAY_API_URL={at}/merchant_webapi/api/transaction"
        )
        run(host, port, StaticFilesHandler(GatewayHandler()), threading=True)
