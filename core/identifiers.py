"""Order codes that can be read over the phone, and random ids with a prefix."""

import re
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GROUPS = (4, 4, 2)  # 7K2P-9DXM-4H: ten symbols, 50 random bits


def new_order_code() -> str:
    """A new code such as "7K2P-9DXM-4H": 50 random bits in Crockford's base 32."""
    return group_order_code("".join(secrets.choice(CROCKFORD) for _ in range(sum(_GROUPS))))


def group_order_code(symbols: str) -> str:
    """Ten bare symbols in their groups."""
    first, second, _ = _GROUPS
    return f"{symbols[:first]}-{symbols[first : first + second]}-{symbols[first + second :]}"


def read_order_code(typed: str) -> str | None:
    """A typed order code in the stored spelling; None if it cannot be one.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1.
    """
    symbols = re.sub(r"[\s\-–—.]", "", typed.upper()).translate(str.maketrans("OIL", "011"))
    if len(symbols) != sum(_GROUPS) or any(symbol not in CROCKFORD for symbol in symbols):
        return None
    return group_order_code(symbols)


def new_id(prefix: str) -> str:
    """A new id such as "pi_3Kq…": the prefix and 24 random base-62 symbols (142 bits)."""
    return f"{prefix}_{random_symbols(BASE62, 24)}"


def random_symbols(alphabet: str, count: int) -> str:
    """`count` random symbols, each equally likely, from one call of `secrets`."""
    number, symbols = secrets.randbelow(len(alphabet) ** count), []
    for _ in range(count):
        number, one = divmod(number, len(alphabet))
        symbols.append(alphabet[one])
    return "".join(symbols)
