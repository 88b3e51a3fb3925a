"""Only addresses on the open internet are called, and exactly the one that was checked."""

import socket

import pytest

from core.errors import DomainError
from payments.webhooks import addresses
from payments.webhooks.addresses import check, may_call

PUBLIC = ["1.1.1.1", "203.113.131.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
INNER = [
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",  # the clouds' metadata
    "100.64.0.1",  # carrier-grade NAT
    "100.100.100.200",  # Alibaba's metadata
    "192.0.0.192",  # Oracle's
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",  # Amazon's metadata over IPv6
    "fec0::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::10.0.0.1",
    "2002:a00:1::",  # 6to4 of 10.0.0.1
    "64:ff9b::a00:1",  # NAT64 of 10.0.0.1
    "2001:db8::1",
    "no address",
]
OURS = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]


def refused(url: str, *, livemode: bool = False) -> str:
    with pytest.raises(DomainError) as caught:
        check(url, livemode=livemode)
    assert (caught.value.code, caught.value.field) == ("URL_INVALID", "url")
    return str(caught.value)


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """A resolver of our own: name → its addresses."""
    known: dict[str, list[str]] = {}
    monkeypatch.setattr(addresses, "resolve", lambda host, port: known.get(host, []))
    return known


@pytest.mark.parametrize("address", PUBLIC)
def test_open_internet(address: str, settings) -> None:
    settings.PRODUCTION = True
    assert may_call(address)


@pytest.mark.parametrize("address", INNER)
@pytest.mark.parametrize("production", [True, False])
def test_inner_addresses(address: str, production: bool, settings) -> None:
    settings.PRODUCTION = production
    assert not may_call(address)


@pytest.mark.parametrize("address", OURS)
def test_this_machine_is_called_in_the_demo_only(address: str, settings) -> None:
    assert may_call(address)
    settings.PRODUCTION = True
    assert not may_call(address)


def test_this_machines_address_in_its_network(settings, monkeypatch) -> None:
    """An address of a private network is ours where it can be bound here, and somebody else's otherwise."""
    bound: list[str] = []

    class Probe(socket.socket):
        def bind(self, address) -> None:
            bound.append(address[0])

    monkeypatch.setattr(addresses.socket, "socket", Probe)
    assert may_call("10.1.2.3")
    settings.PRODUCTION = True
    assert not may_call("10.1.2.3")
    assert bound == ["10.1.2.3", "10.1.2.3"]


def test_all_addresses_of_a_name_must_be_allowed(names) -> None:
    names["hook.example.vn"] = ["1.1.1.1", "10.0.0.1"]
    assert refused("https://hook.example.vn/") == "Địa chỉ này dẫn vào mạng nội bộ nên không gọi được."
    names["hook.example.vn"] = ["1.1.1.1", "1.1.1.1", "2606:4700:4700::1111"]
    assert check("https://hook.example.vn/", livemode=True).addresses == ("1.1.1.1", "2606:4700:4700::1111")


def test_a_name_without_address(names) -> None:
    assert refused("https://nowhere.example.vn/") == "Không tìm thấy máy chủ của địa chỉ này."


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/"])
def test_numbers_that_are_this_machine(url: str, settings) -> None:
    settings.PRODUCTION = True
    refused(url)


@pytest.mark.parametrize(
    ("host", "listed"), [("hook.example.vn", True), ("a.shop.vn", True), ("evil.example.vn", False)]
)
def test_hosts_that_the_operator_lists(host: str, listed: bool, names, settings) -> None:
    settings.WEBHOOK_HOSTS = ["hook.example.vn", ".shop.vn"]
    names[host] = ["1.1.1.1"]
    if listed:
        assert check(f"https://{host.upper()}/", livemode=True).addresses == ("1.1.1.1",)
    else:
        assert refused(f"https://{host}/") == "Máy chủ này không có trong danh sách của đơn vị vận hành chợ."


def test_plain_http_in_test_mode_only(names) -> None:
    names["hook.example.vn"] = ["1.1.1.1"]
    assert check("http://hook.example.vn:8080/a?b=c", livemode=False).addresses == ("1.1.1.1",)
    assert refused("http://hook.example.vn/", livemode=True) == "Địa chỉ phải bắt đầu bằng https://."


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://hook.example.vn/", "Địa chỉ phải bắt đầu bằng https://."),
        ("hook.example.vn", "Địa chỉ phải bắt đầu bằng https://."),
        ("file:///etc/passwd", "Địa chỉ phải bắt đầu bằng https://."),
        ("https://", "Địa chỉ này không hợp lệ."),
        ("https://a:99999/", "Địa chỉ này không hợp lệ."),
        ("https://hook.example.vn:22/", "Cổng của địa chỉ phải là 80, 443 hoặc từ 1024 trở lên."),
        ("https://user:secret@hook.example.vn/", "Địa chỉ không được chứa tên đăng nhập hay mật khẩu."),
        ("https://hook.example.vn/" + "a" * 500, "Địa chỉ dài quá 500 ký tự."),
        ("https://hook.example.vn/\x00", "Địa chỉ này không hợp lệ."),
    ],
)
def test_malformed_address_is_refused(url: str, why: str, names) -> None:
    names["hook.example.vn"] = ["1.1.1.1"]
    assert refused(url) == why
