"""What makes a password too easy to guess, in Django's shape of validators (settings.AUTH_PASSWORD_VALIDATORS).

No rule of letters, digits and signs (ASVS 5.0, 6.2.5): a length, and a count of the guesses that find it. The count is
zxcvbn's, over its breached lists (30,000 passwords), Vietnamese words, and what is known of the person.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.passwords.context import context_words, spellings, without
from accounts.passwords.opaque import prepare_password
from accounts.roles import works_for_the_public
from core.errors import DomainError
from core.text import fold, words

# Characters. People who see the data or money of others need longer passwords than buyers and sellers.
SHORTEST, SHORTEST_AT_WORK = 8, 12
# Powers of ten of the guesses: 10^6 is above what the throttle allows online; officials and staff 10^8.
_ENOUGH, _ENOUGH_AT_WORK = 6, 8
_LOOKED_AT = 72  # zxcvbn's own limit; longer passwords are judged by this part


class SpellingValidator:
    """Only the characters that RFC 8265 allows."""

    def validate(self, password: str, user: User | None = None) -> None:
        try:
            prepare_password(password)
        except DomainError as refusal:
            raise ValidationError(str(refusal.message), code="password_invalid") from refusal

    def get_help_text(self) -> str:
        return ""


class LengthValidator:
    """At least 8 characters; 12 for officials, the operator's people and staff."""

    def validate(self, password: str, user: User | None = None) -> None:
        shortest = SHORTEST_AT_WORK if works_for_the_public(user) else SHORTEST
        if len(_prepared(password)) < shortest:
            raise ValidationError(
                _("Mật khẩu cần ít nhất %(shortest)d ký tự."),
                code="password_too_short",
                params={"shortest": shortest},
            )

    def get_help_text(self) -> str:
        return ""


class GuessableValidator:
    """Not in the lists of breached passwords, no everyday word with a number, not one's own name, phone or e-mail.

    Known words (`context`) add no strength: the rest must be strong enough by itself.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        from zxcvbn import zxcvbn  # loads 90,000 words, so only when a password is set

        own = known_of(user) if user else []
        enough = _ENOUGH_AT_WORK if works_for_the_public(user) else _ENOUGH
        folded = fold(_prepared(password))
        for spelling in (_prepared(password), folded, re.sub(r"[\W_]", "", folded)):
            if not spelling:
                continue
            result = zxcvbn(spelling[:_LOOKED_AT], user_inputs=[*own, *common_words()], max_length=_LOOKED_AT)
            if result["guesses_log10"] < enough:
                raise _guessable(has_own=any(part.get("matched_word") in own for part in result["sequence"]))
        known = {*own, *context_words()}
        for spelling in spellings(_prepared(password)):
            for rest in without(spelling, known):
                result = zxcvbn(rest[:_LOOKED_AT], user_inputs=common_words(), max_length=_LOOKED_AT) if rest else None
                if result is None or result["guesses_log10"] < enough:
                    raise _known_here()

    def get_help_text(self) -> str:
        return ""


def known_of(user: User) -> list[str]:
    """What others know of a person and guess first: names in their usual orders, the phone's digits, the e-mail."""
    known: list[str] = []
    for spelling in spellings(user.full_name or ""):
        names = spelling.split()
        known += [*names, "".join(names), "".join(reversed(names)), "".join(names[-2:])]
        known += [names[-1] + "".join(name[0] for name in names[:-1])] if len(names) > 1 else []
    phone = user.phone or ""
    known += [phone, f"84{phone[1:]}", *(phone[-last:] for last in range(6, 10))] if phone else []
    account, _at, host = (user.email or "").lower().partition("@")
    known += [account, *re.findall(r"[a-z]{3,}", account), host, host.split(".")[0]]
    return [one for one in dict.fromkeys(known) if len(one) > 1]


@cache
def common_words() -> tuple[str, ...]:
    """Common words of Vietnamese passwords, the most frequent first; then those of our own names."""
    lines = (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    ours = words(f"{settings.MARKET['place_full']} {settings.OPERATOR['name']}")
    return tuple(dict.fromkeys([*listed, *(word for word in ours if len(word) > 1)]))


def _prepared(password: str) -> str:
    try:
        return prepare_password(password)
    except DomainError:  # `SpellingValidator` says so
        return password


def _known_here() -> ValidationError:
    return ValidationError(
        _("Mật khẩu này dễ đoán vì có tên chợ, tên địa phương hoặc tên của bạn. Hãy nối vài từ không liên quan."),
        code="password_too_similar",
    )


def _guessable(*, has_own: bool) -> ValidationError:
    if has_own:
        return ValidationError(
            _("Mật khẩu này dễ đoán vì có tên, số điện thoại hoặc email của bạn. Hãy nối vài từ không liên quan."),
            code="password_too_similar",
        )
    return ValidationError(
        _("Mật khẩu này dễ đoán: nhiều người dùng nó hoặc một từ gần giống. Hãy nối vài từ không liên quan."),
        code="password_too_common",
    )
