"""Tokens: create, refresh, verify, revoke all."""

from types import MappingProxyType
from typing import Any

import graphene
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.graphql.types import User
from accounts.models import User as UserModel
from accounts.required_actions import required_action_of
from accounts.second_factor.policy import has_second_factor
from accounts.services.check_second_factor import check_second_factor
from accounts.services.sign_in import Visitor, record_refusal, record_sign_in, sign_in
from accounts.services.sign_out_everywhere import sign_out_everywhere
from core.errors import DomainError, Forbidden
from core.graphql.context import ctx
from core.graphql.mutation import BaseMutation, error_type

AccountError = error_type(
    "AccountError",
    [
        "ACCOUNT_NOT_READY",
        "INVALID_CREDENTIALS",
        "JWT_INVALID_TOKEN",
        "JWT_SIGNATURE_EXPIRED",
        "LOGIN_ATTEMPT_DELAYED",
        "OTP_INVALID",
        "OTP_REQUIRED",
    ],
)


class CreateToken(BaseMutation):
    """Sign in: an access token for 5 minutes, and a refresh token for one use.

    A sign-in ends after 14 days unused and 30 days at all; that of officials, the operator's people and staff after 30
    minutes and 12 hours.
    """

    code_names = MappingProxyType({"TOO_MANY_REQUESTS": "LOGIN_ATTEMPT_DELAYED"})

    token = graphene.String()
    refresh_token = graphene.String()
    user = graphene.Field(User)

    class Arguments:
        email = graphene.String(required=True, description="The e-mail, or the phone number, of the person.")
        password = graphene.String(required=True)
        otp = graphene.String(
            description="The code of the authenticator app, or a recovery code, where the person has a second factor."
        )

    class Meta:
        error_class = AccountError

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        context = ctx(info)
        visitor = Visitor(ip=context.ip, user_agent=context.request.headers.get("User-Agent", ""))
        user = sign_in(identifier=inputs["email"], password=inputs["password"], visitor=visitor)
        if required_action_of(user):
            raise DomainError(
                _("Hãy đăng nhập ở trang web trước: tài khoản này phải tự đặt mật khẩu hoặc bật xác thực hai bước."),
                code="ACCOUNT_NOT_READY",
            )
        factor = _prove_second_factor(user, inputs.get("otp") or "", visitor)
        record_sign_in(user, visitor, factor=factor, channel="api")
        issued = tokens.issue(user)
        return {"token": issued.access, "refresh_token": issued.refresh, "user": user}


def _prove_second_factor(user: UserModel, otp: str, visitor: Visitor) -> str:
    """Which factors were given. Raises DomainError OTP_REQUIRED, OTP_INVALID on `otp`, or TOO_MANY_REQUESTS."""
    if not has_second_factor(user):
        return "password"
    if not otp.strip():
        raise DomainError(_("Cần mã xác thực hai bước."), code="OTP_REQUIRED", field="otp")
    try:
        return f"password+{check_second_factor(user=user, code=otp)}"
    except DomainError as refusal:
        record_refusal(user, visitor, refusal, channel="api", step="second_factor")
        raise


class RefreshToken(BaseMutation):
    """A new access token for a refresh token, and the refresh token to use next: each counts once.

    A refresh token that comes a second time signs its whole sign-in out. Within 10 seconds of its use it is answered
    again, with the same next one, in case the answer was lost; where that happens at three uses in a row, its sign-in
    ends, too.
    """

    token = graphene.String()
    refresh_token = graphene.String(description="In place of the one that was sent.")
    user = graphene.Field(User)

    class Arguments:
        refresh_token = graphene.String(required=True)

    class Meta:
        error_class = AccountError

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        user, issued = tokens.refresh(inputs["refresh_token"])
        return {"token": issued.access, "refresh_token": issued.refresh, "user": user}


class VerifyToken(BaseMutation):
    """Whether an access token counts, and whose it is."""

    is_valid = graphene.Boolean(required=True, default_value=False)
    user = graphene.Field(User)

    class Arguments:
        token = graphene.String(required=True)

    class Meta:
        error_class = AccountError

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        return {"is_valid": True, "user": tokens.read(inputs["token"])}


class DeactivateAllUserTokens(BaseMutation):
    """Sign out everywhere: every session and token made until now stops counting."""

    class Meta:
        error_class = AccountError

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        user = ctx(info).user
        if user is None:
            raise Forbidden(_("Vui lòng đăng nhập trước."))
        sign_out_everywhere(user=user, actor=user)
        return {}


class Mutations:
    token_create = CreateToken.Field()
    token_refresh = RefreshToken.Field()
    token_verify = VerifyToken.Field()
    tokens_deactivate_all = DeactivateAllUserTokens.Field()
