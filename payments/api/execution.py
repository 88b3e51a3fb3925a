"""Run an endpoint in one transaction, once per `Idempotency-Key`; its answer is stored with its effect."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction

from core import idempotency
from core.encryption import decrypt, encrypt
from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint, Named, Page
from payments.api.errors import ApiError, from_domain
from payments.api.expand import Tree, expand
from payments.api.pagination import paginate
from payments.events.serializers.base import ApiObject
from payments.events.serializers.registry import kind_of

LONGEST_KEY = 255


@dataclass(frozen=True)
class Answered:
    """The answer. `original` is the request whose stored answer this is."""

    status: int
    body: Mapping[str, Any]
    original: str = ""


def run(endpoint: Endpoint[Any], call: Call[Any], tree: Tree) -> Answered:
    """Run and answer; a refusal is an answer too, and rolls everything back."""
    try:
        with nullcontext() if endpoint.method == "GET" else transaction.atomic():
            return Answered(200, _present(endpoint, endpoint.run(call), call, tree))
    except DomainError as error:
        refused = from_domain(error, call.ids)
    except ApiError as error:
        refused = error
    return Answered(refused.status, refused.body())


def run_once(
    endpoint: Endpoint[Any], call: Call[Any], tree: Tree, *, key: str, parameters: Any, request_id: str
) -> Answered:
    """`run` under an idempotency key: done once, however often it is called. Refusals are stored as well."""
    if not is_key(key):
        raise ApiError(
            f"Idempotency keys are printable ASCII texts of 1 to {LONGEST_KEY} characters.", type="idempotency_error"
        )
    answers: list[Answered] = []

    def work() -> dict[str, Any]:
        answers.append(run(endpoint, call, tree))
        return _stored(answers[0], request_id, endpoint.has_secret)

    try:
        stored = idempotency.run_once(
            call.caller.scope, key, idempotency.request_hash(endpoint.method, call.url, parameters), work
        )
    except DomainError as error:
        raise _misused(error, key) from None
    if answers:
        return answers[0]
    body = orjson.loads(decrypt(stored["encrypted"])) if "encrypted" in stored else stored["body"]
    return Answered(stored["status"], body, stored["request"])


def is_key(text: str) -> bool:
    return 0 < len(text) <= LONGEST_KEY and text.isascii() and text.isprintable()


def _stored(answered: Answered, request_id: str, has_secret: bool) -> dict[str, Any]:
    stored: dict[str, Any] = {"status": answered.status, "request": request_id}
    if has_secret:
        return stored | {"encrypted": encrypt(orjson.dumps(answered.body).decode())}
    return stored | {"body": answered.body}


def _misused(error: DomainError, key: str) -> ApiError:
    if error.code == "IDEMPOTENCY_IN_USE":
        return ApiError(
            "There is currently another in-progress request using this Idempotent Key (that probably means you "
            f"submitted twice, and the other request is still going through): {key}. Please try again later.",
            code="idempotency_key_in_use",
            status=409,
        )
    return ApiError(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using "
        f"a key other than '{key}' if you meant to execute a different request.",
        type="idempotency_error",
    )


def _present(endpoint: Endpoint[Any], answer: Answer, call: Call[Any], tree: Tree) -> Mapping[str, Any]:
    if isinstance(answer, Page):
        shown, has_more = paginate(answer, call.params, call.caller)
        expand(shown, tree, call.caller)
        return {"object": "list", "data": shown, "has_more": has_more, "url": call.url}
    if isinstance(answer, ApiObject):
        answer = answer.as_json()
    if isinstance(answer, Mapping) and endpoint.is_list:
        expand(answer["data"], tree, call.caller)
        return answer
    if isinstance(answer, Mapping):
        rendered = dict(answer)
    else:
        kind, row = (answer.kind, answer.row) if isinstance(answer, Named) else (kind_of(answer), answer)
        rendered = kind.render(kind.rows().get(pk=row.pk))
    expand([rendered], tree, call.caller)
    return rendered
