"""Settings of the market itself, beside Django's own in `settings`: its commune, its operator, limits of unknown
buyers, and its merchant account at VNPay.
"""

from core.environment import Environment


def read_market(env: Environment) -> dict[str, str]:
    """Which commune's market this is."""
    return {
        "place": env.text("CHOXA_PLACE", "Mỹ Thọ"),
        "place_full": env.text("CHOXA_PLACE_FULL", "Mỹ Thọ, Đồng Tháp"),
        "commune_code": env.matching(
            "CHOXA_COMMUNE_CODE",
            "30076",
            r"[0-9]{5}",
            "phải là mã xã gồm 5 chữ số.",
            "must be a commune's code of 5 digits.",
        ),
        # The cooperative that invented “Cây xoài nhà tôi”: its page is pointed to while it is on the market.
        "tree_seller": env.matching(
            "CHOXA_TREE_SELLER",
            "htx-xoai-my-xuong",
            r"[a-z0-9]+(-[a-z0-9]+)*",
            "phải là tên trên địa chỉ của gian hàng, ví dụ htx-xoai-my-xuong.",
            "must be the name in a seller's address, such as htx-xoai-my-xuong.",
        ),
    }


def read_operator(env: Environment) -> dict[str, str]:
    """The operator (NĐ 248/2026, Art. 4): unknown values are not shown."""
    return {
        "name": env.text("CHOXA_OPERATOR_NAME"),
        "address": env.text("CHOXA_OPERATOR_ADDRESS"),
        "representative": env.text("CHOXA_OPERATOR_REPRESENTATIVE"),
        "registration": env.text("CHOXA_OPERATOR_REGISTRATION"),  # number, date and place of issue
        "phone": env.matching(
            "CHOXA_OPERATOR_PHONE", "", r"\+?[0-9][0-9 .]{7,16}", "phải là số điện thoại.", "must be a phone number."
        ),
        "email": env.matching(
            "CHOXA_OPERATOR_EMAIL",
            "",
            r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+",
            "phải là địa chỉ e-mail.",
            "must be an e-mail address.",
        ),
        "tax_code": env.matching(
            "CHOXA_OPERATOR_TAX_CODE",
            "",
            r"[0-9]{10}(-?[0-9]{3})?|[0-9]{12}",
            "phải là mã số thuế 10, 12 hoặc 13 chữ số.",
            "must be a tax code of 10, 12 or 13 digits.",
        ),
    }


def read_order_limits(env: Environment) -> dict[str, int]:
    """Attempts are counted per hour; 0 is no limit (orders/checkout/limits.py)."""
    return {
        "placings_per_network": env.number("CHOXA_PLACINGS_PER_NETWORK", 300, 0, 1_000_000_000),
        "placings_per_browser": env.number("CHOXA_PLACINGS_PER_BROWSER", 30, 0, 1_000_000_000),
        "placings_per_phone": env.number("CHOXA_PLACINGS_PER_PHONE", 5, 0, 1_000_000_000),
        "placings_in_all": env.number("CHOXA_PLACINGS_IN_ALL", 6_000, 0, 1_000_000_000),
        "cart_changes_per_network": env.number("CHOXA_CART_CHANGES_PER_NETWORK", 6_000, 0, 1_000_000_000),
        "cart_changes_per_browser": env.number("CHOXA_CART_CHANGES_PER_BROWSER", 600, 0, 1_000_000_000),
        "cart_changes_in_all": env.number("CHOXA_CART_CHANGES_IN_ALL", 120_000, 0, 1_000_000_000),
        "unproven_orders_per_phone": env.number("CHOXA_UNPROVEN_ORDERS_PER_PHONE", 2, 0, 1_000_000_000),
        "unproven_stock_percent": env.number("CHOXA_UNPROVEN_STOCK_PERCENT", 50, 0, 100),
        "unproven_hours": env.number("CHOXA_UNPROVEN_HOURS", 24, 1, 8_760),
    }


def read_vnpay(env: Environment, *, base_url: str, production: bool) -> dict[str, str]:
    """In production the merchant's own; elsewhere that of the sandbox stand-in served by this process."""
    return {
        "tmn_code": env.matching(
            "VNPAY_TMN_CODE",
            "" if production else "CHOXADEV",
            r"[A-Za-z0-9]{1,32}",
            "phải là mã gồm chữ cái và chữ số.",
            "must be a code of letters and digits.",
        ),
        "hash_secret": env.text("VNPAY_HASH_SECRET", "" if production else "CHOXA-SANDBOX-SECRET-0123456789"),
        "pay_url": env.url(
            "VNPAY_PAY_URL",
            "https://pay.vnpay.vn/vpcpay.html" if production else f"{base_url}/vnpay-sandbox/paymentv2/vpcpay.html",
        ),
        "api_url": env.url(
            "VNPAY_API_URL", "" if production else f"{base_url}/vnpay-sandbox/merchant_webapi/api/transaction"
        ),
        "return_url": f"{base_url}/thanh-toan/vnpay/tro-ve",
        "ipn_url": f"{base_url}/payments/vnpay/ipn",
    }
