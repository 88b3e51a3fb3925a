"""Usual and unusual values of addresses, query strings, forms and headers."""

from hypothesis import strategies as st

# The edges of what is stored and read: numbers, days, months, ids, files' names, markup, SQL, templates, letters.
EDGES = [
    "", " ", "0", "1", "-1", "−1", "1.000", "1,5", "1e9", "٣", "１２", "0x10", "NaN", "Infinity", "true", "null",
    "4999", "5000", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5_000,
    "0000-00", "0001-01", "1900-02", "2026-11", "2026-13", "9999-12", "2026-11-30", "2026-02-30",
    "30/11/2026", "1/6/2025",
    "0001-01-01T00:00:00", "9999-12-31T23:59:59+14:00", "2026-11-30T10:00:00.000001+07:00", "24:00", "12", "13",
    "5b3f0c9e-6d65-4f5c-9a53-6f5b1f6f7a01", "pi_khongco", "acct_platform", "7K2P-9DXM-4H", "30076", "0912345678",
    "+84 912 345 678", "a@b.vn", "https://a.example/?a=1#b", "//evil.example", "/\\evil.example", "javascript:alert(1)",
    "../../etc/passwd", "a" * 300, "x" * 20_000, "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "%s%d%(a)s",
    "' OR 1=1--", "\"; DROP TABLE orders;--", "\x00", "a\x00b", "\r\nX-A: b", "\ud800", "\udcff", "\ufeff", "\u200b",
    "\u202e", "\u3164", "Ð", "đ", "Nguyễn Thị Hoa", "👨‍👩‍👧", "🥭" * 50, "e\u0301" * 200,
    "Z" + "\u0300" * 500, "|", ",", ";", "&", "=", "None",
    "[]", "{}", "[[[[", '{"a":', "_", "__proto__", "id__gt", "on", "off", "vi", "en", "vnpay", "vietqr", "cash", "cod",
]  # fmt: skip
texts = (
    st.sampled_from(EDGES) | st.text(max_size=40) | st.integers().map(str) | st.dates().map(str) | st.floats().map(str)
)
# Percent-encoded bytes for a path or a query string, valid UTF-8 or not.
raw = st.binary(min_size=1, max_size=12).map(lambda some: "".join(f"%{byte:02X}" for byte in some))
