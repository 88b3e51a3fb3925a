"""Removes from log texts: keys, secret addresses, phones, e-mails, contents of rows."""

import re

from django.conf import settings
from django.http import HttpRequest, QueryDict

from core.logs.routes import mask, secret_prefixes, secrets_of

_KEYS = re.compile(r"\b((?:sk|rk)_(?:live|test)_|whsec_)\w+")
_TOKENS = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
_PASSWORDS = re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*@")
_QUERIES = re.compile(r"(?<=[\w/*])\?[^\s'\"<>]+")
_PHONES = re.compile(r"(?<![\w.+-])(?:\+84|0)(?:[ .-]?\d){8,13}(?![\w-])")
_EMAILS = re.compile(r"[\w.+-]{1,64}@(?=[\w-]+\.\w)")
# PostgreSQL quotes a row's values behind these.
_DETAILS = re.compile(r"^(DETAIL|CONTEXT):.*?(?=\n\n(?:The above|During handling)|\Z)", re.MULTILINE | re.DOTALL)
# Objects of the API whose page opens for anyone who knows the id.
_IDS = re.compile(r"\b((?:cs|pi)_(?:test_|live_)?\w{4})\w{6,}")


def redact(text: str, request: HttpRequest | None = None) -> str:
    """The text without secrets. With a `request` its cookies, credentials and input are removed, too."""
    for value, instead in _sent(request).items() if request else ():
        text = text.replace(value, instead)
    if settings.configured:
        text = secret_prefixes().sub(lambda replacements: replacements[1] + mask(replacements[2]), text)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


_RULES = [
    (_DETAILS, r"\1: *"),
    (_IDS, r"\1*"),
    (_KEYS, r"\1*"),
    (_TOKENS, "eyJ*"),
    (_PASSWORDS, "*@"),
    (_QUERIES, "?*"),
    (_EMAILS, "*@"),
    (_PHONES, "0*"),
]


def _sent(request: HttpRequest) -> dict[str, str]:
    """{value of the request that must not be logged: its replacement}, longest first.

    Only as far as it was read already: logging reads no body.
    """
    typed = request.__dict__.get("_post") or QueryDict()
    replacements = {value: "*" for _name, values in typed.lists() for value in values if len(value) >= 6}
    replacements |= {value: "*" for value in request.COOKIES.values() if len(value) >= 16}
    replacements |= dict.fromkeys(request.META.get("HTTP_AUTHORIZATION", "").split()[1:], "*")
    replacements |= {value: mask(value) for value in secrets_of(request) if len(value) >= 6}
    return dict(sorted(replacements.items(), key=lambda item: -len(item[0])))
