"""The one view of `/v1/…`: key, endpoint, parameters, answer. Every answer is JSON in Stripe's shape."""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from core.errors import DomainError
from core.logs.context import note_operation, note_refusal, request_id
from core.logs.routes import shown
from core.logs.security import Event, record_event
from core.unavailable import is_busy, is_unavailable
from payments.api import expand
from payments.api.authentication import READ, WRITE, authenticate
from payments.api.endpoint import Call
from payments.api.errors import ApiError, from_domain
from payments.api.execution import Answered, is_key, run, run_once
from payments.api.fields import VERSION, is_version
from payments.api.form_encoding import clean, parse
from payments.api.params import read
from payments.api.routes import is_search, match, why_absent
from payments.api.unsupported_params import set_aside
from payments.events.serializers.registry import API_VERSION
from payments.events.store import calling

logger = logging.getLogger(__name__)

LARGEST = 256_000  # bytes of a body
FORM = "application/x-www-form-urlencoded"


@csrf_exempt
def v1(request: HttpRequest) -> HttpResponse:
    """Any request below /v1/. An error of ours is answered with 500, and everything is rolled back."""
    name = request_id()
    key = request.headers.get("Idempotency-Key", "")
    headers: dict[str, str] = {}
    with translation.override("en"), calling(name, key if request.method == "POST" else ""):
        try:
            answered = _answer(request, name, key, headers)
        except (ApiError, DomainError) as error:
            refused = from_domain(error) if isinstance(error, DomainError) else error
            _note(refused)
            answered = Answered(refused.status, refused.body())
        except Exception as error:  # a client must always get JSON, and a real 500 tells it to retry
            logger.exception("the API failed")
            broken = ApiError("An unknown error occurred. Please try again.", status=500, type="api_error")
            if is_busy(error):
                broken = ApiError("The request took too long, and was undone. Try again.", status=503, type="api_error")
            elif is_unavailable(error):
                broken = ApiError("Nothing can be saved at this moment. Try again.", status=503, type="api_error")
            if broken.status == 503:
                headers["Retry-After"] = "30"
            answered = Answered(broken.status, broken.body())
    return _respond(request, answered, name, key, headers)


def _note(refused: ApiError) -> None:
    """Log requests for others' objects, missing permissions, and bodies above the limit."""
    if refused.status == 403:
        note_refusal(refused.code or "forbidden")
    elif refused.code == "resource_missing":
        note_refusal("not_found")
    elif refused.status == 413:
        record_event(Event.LIMIT_REACHED, limit="v1:body")


def _answer(request: HttpRequest, request_id: str, key: str, headers: dict[str, str]) -> Answered:
    endpoint, ids, methods = match(request.method or "", request.path)
    if is_search(request.path):
        endpoint, methods = None, set()
    if endpoint is None:
        if methods:
            headers["Allow"] = ", ".join(sorted(methods))
        raise ApiError(
            f"Unrecognized request URL ({request.method}: {clean(request.path)}). {why_absent(request.path)}"
            f"See {doc_path()} for what there is.",
            status=404,  # of a wrong method, too: Stripe's clients know no 405
        )
    note_operation(endpoint.name, ",".join(f"{name}={shown(name, id)}" for name, id in ids.items()))
    caller = authenticate(request)
    _check_version(request)
    caller.require(endpoint.permission, READ if endpoint.method == "GET" else WRITE)
    sent = _sent(request)
    params = read(endpoint.params, set_aside(endpoint.name, sent))
    tree = expand.check(params.expand, endpoint.shape_name, is_list=endpoint.is_list)
    call = Call(caller, params, ids, ip=request.META.get("REMOTE_ADDR", ""), url=request.path)
    if endpoint.method == "POST" and "Idempotency-Key" in request.headers:
        return run_once(endpoint, call, tree, key=key, parameters=sent, request_id=request_id)
    return run(endpoint, call, tree)


def doc_path() -> str:
    return "/v1/openapi.json"


def _check_version(request: HttpRequest) -> None:
    """Any version of Stripe's is accepted and answered in our one version; other values are refused."""
    parameters = request.headers.get("Stripe-Version")
    if parameters is not None and not is_version(parameters):
        raise ApiError(f"Invalid Stripe API version: {clean(parameters)}")


def _sent(request: HttpRequest) -> dict[str, Any]:
    query = request.META.get("QUERY_STRING", "")
    if request.method != "POST":
        return parse(query)
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > LARGEST:
        raise ApiError(f"A request body has at most {LARGEST} bytes.", status=413)
    if not request.body:
        return parse(query)
    if request.content_type not in ("", FORM):
        raise ApiError(f"Invalid request (check that your POST content type is {FORM}).")
    return parse(query, request.body.decode("utf-8", errors="surrogateescape"))


def _respond(
    request: HttpRequest, answered: Answered, request_id: str, key: str, headers: Mapping[str, str]
) -> HttpResponse:
    response = HttpResponse(orjson.dumps(answered.body), content_type="application/json", status=answered.status)
    response["Request-Id"] = request_id
    parameters = request.headers.get("Stripe-Version", "")
    response["Stripe-Version"] = parameters if VERSION.fullmatch(parameters) else API_VERSION
    response["Cache-Control"] = "no-cache, no-store"
    response["Content-Language"] = "en"
    if is_key(key):
        response["Idempotency-Key"] = key
    if answered.original:
        response["Idempotent-Replayed"] = "true"
        response["Original-Request"] = answered.original
    if answered.status >= 400:
        response["Stripe-Should-Retry"] = "true" if answered.status in (409, 500) else "false"
    if answered.status == 401:
        response["WWW-Authenticate"] = 'Basic realm="Cho Xa"'
    for name, value in headers.items():
        response[name] = value
    return response
