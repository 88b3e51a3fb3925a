"""GET /v1/openapi.json: the OpenAPI 3.1 document, made from the same declarations that answer the requests."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from payments.api.endpoint import Endpoint
from payments.api.expand import fields as expandable
from payments.api.routes import endpoints
from payments.api.unsupported_params import RULES, Ignored, Only, OnlyInside, Refused, Rule
from payments.api.view import FORM
from payments.events.serializers.base import OMITTED
from payments.events.serializers.registry import API_VERSION, SHAPES

_REF = "#/components/schemas/{model}"
_ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["type", "message"],
            "additionalProperties": False,
            "properties": {
                "type": {"enum": ["invalid_request_error", "idempotency_error", "card_error", "api_error"]},
                "code": {"type": "string"},
                "message": {"type": "string"},
                "param": {"type": "string"},
                "doc_url": {"type": "string"},
                "payment_intent": {"$ref": _REF.format(model="PaymentIntent")},
            },
        }
    },
}
# Names that pydantic gives to bounds outside of a validator.
_KEYWORDS = {"ge": "minimum", "le": "maximum"}
_ABOUT = """Stripe's API over VNPay, VietQR and cash. Amounts are whole đồng: VND has no minor unit.

Every POST takes the header `Idempotency-Key`: the same key does it once and gives the same answer. The platform's keys
may name one of its accounts with `Stripe-Account`. `expand[]` takes the fields listed as `x-expandableFields`, with
dots up to four levels deep; in lists they begin with `data.`."""
_HEADERS = {
    "Request-Id": {"schema": {"type": "string"}, "description": "The name of this request."},
    "Stripe-Version": {"schema": {"type": "string"}, "description": "The version asked for."},
}


class AnswerSchema(GenerateJsonSchema):
    """Schemas of answers: a field with a default is in each answer, unless it is omitted by default."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_is_required(self, field: Any, total: bool) -> bool:
        return field["schema"].get("default") is not OMITTED


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Public: it holds no secret."""
    return HttpResponse(orjson.dumps(openapi()), content_type="application/json")


@cache
def openapi() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    components = _shapes() | {"Error": _ERROR}
    param_names, definitions = _params()
    if overlap := components.keys() & definitions.keys():
        raise ValueError(f"parameters and objects share the names {sorted(overlap)}")
    components |= definitions
    for endpoint in endpoints():
        name = param_names[endpoint.params]
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, name, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chợ Xã payments",
            "version": API_VERSION,
            "description": _ABOUT,
        },
        "servers": [{"url": settings.BASE_URL}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "sk_… or rk_…"},
                "basic": {"type": "http", "scheme": "basic", "description": "The key as user name, no password."},
            },
        },
    }


def _operation(endpoint: Endpoint[Any], params: str, components: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[A-Za-z0-9_]{1,100}$"}}
        for name in re.findall(r"\{(\w+)\}", endpoint.path)
    ]
    operation: dict[str, Any] = {
        "operationId": _name(endpoint),
        "summary": endpoint.summary,
        "description": _about_unsupported(RULES.get(endpoint.name, {})),
        "tags": [endpoint.permission],
        "responses": {
            "200": _answer(_schema(endpoint), "Done."),
            "default": _answer({"$ref": _REF.format(model="Error")}, "Refused; the error says why."),
        },
    }
    if endpoint.method == "POST":
        operation["requestBody"] = _body(endpoint, params)
    else:
        parameters += _query(params, components)
    return operation | {"parameters": parameters}


def _name(endpoint: Endpoint[Any]) -> str:
    path = re.sub(r"\W+", "_", endpoint.path.removeprefix("/v1/")).strip("_")
    return f"{endpoint.method.lower()}_{path}"


def _schema(endpoint: Endpoint[Any]) -> dict[str, Any]:
    one: dict[str, Any] = {"$ref": _REF.format(model=endpoint.shape_name)}
    if endpoint.or_deleted:
        return {"anyOf": [one, {"$ref": _REF.format(model=endpoint.or_deleted)}]}
    if not endpoint.is_list:
        return one
    return {
        "type": "object",
        "required": ["object", "data", "has_more", "url"],
        "additionalProperties": False,
        "properties": {
            "object": {"const": "list"},
            "data": {"type": "array", "items": one},
            "has_more": {"type": "boolean"},
            "url": {"type": "string"},
        },
    }


def _answer(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "headers": _HEADERS, "content": {"application/json": {"schema": schema}}}


def _body(endpoint: Endpoint[Any], params: str) -> dict[str, Any]:
    """Nested hashes go in brackets, `a[b]=1`, lists as `a[0]=1`: deepObject, as far as OpenAPI can say it."""
    schema = {"$ref": _REF.format(model=params)}
    encoding = {
        name: {"style": "deepObject", "explode": True}
        for name, field in endpoint.params.model_fields.items()
        if name != "expand"
    }
    return {"required": False, "content": {FORM: {"schema": schema, "encoding": encoding}}}


def _query(params: str, components: dict[str, Any]) -> list[dict[str, Any]]:
    schema = components[params]
    return [
        {
            "name": f"{name}[]" if part.get("type") == "array" else name,
            "in": "query",
            "required": name in schema.get("required", []),
            "schema": part,
            **({"style": "deepObject", "explode": True} if _is_hash(part, components) else {}),
        }
        for name, part in schema["properties"].items()
    ]


def _is_hash(part: dict[str, Any], components: dict[str, Any]) -> bool:
    target = part.get("$ref", "").rpartition("/")[2]
    return components.get(target, part).get("type") == "object"


def _about_unsupported(rules: dict[str, Rule]) -> str:
    """Stripe's own parameters that cannot apply here, for the description."""
    words = {Ignored: "ignored", Refused: "refused", Only: "only some values", OnlyInside: "only some values"}
    lines = [f"`{name}`: {words[type(rule)]}. {rule.why}" for name, rule in rules.items()]
    return "Stripe's parameters that cannot apply here:\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _shapes() -> dict[str, Any]:
    adapters: list[Any] = [(name, "serialization", TypeAdapter(shape)) for name, shape in SHAPES.items()]
    adapters += [(e.shape_name, "serialization", TypeAdapter(e.shape)) for e in endpoints() if e.shape is not None]
    schemas, definitions = TypeAdapter.json_schemas(adapters, ref_template=_REF, schema_generator=AnswerSchema)
    defined: dict[str, Any] = dict(definitions.get("$defs", {}))
    names = _component_names(defined, {str(name): schema for (name, _mode), schema in schemas.items()})
    components = {names.get(name, name): _with_references(schema, names) for name, schema in defined.items()}
    for name, shape in SHAPES.items():
        components[name]["x-expandableFields"] = sorted(expandable(shape))
    return components


def _component_names(defined: Iterable[str], aliases: Mapping[str, Any]) -> dict[str, str]:
    """The names of components by those of their classes.

    An object has Stripe's name without the class's "Object" ("PaymentIntent"), a list that of its items and "List".
    """
    names = {_target(schema): alias for alias, schema in reversed(list(aliases.items()))}
    for name in defined:
        if item := re.fullmatch(r"ListObject_(\w+)_", name):
            names[name] = f"{names.get(item[1], item[1])}List"
    return names


def _target(schema: Mapping[str, Any]) -> str:
    """The name of the component that a reference points to."""
    return str(schema["$ref"]).rpartition("/")[2]


def _params() -> tuple[dict[type, str], dict[str, Any]]:
    """The name of each endpoint's parameters, and the schemas by their names."""
    models = list(dict.fromkeys(endpoint.params for endpoint in endpoints()))
    refs, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    names = {model: refs[model, "validation"]["$ref"].rpartition("/")[2] for model in models}
    return names, {name: _without_nulls(schema) for name, schema in definitions.get("$defs", {}).items()}


def _with_references(part: Any, names: Mapping[str, str]) -> Any:
    """A schema with its references under the components' names. An expandable field leaves `{"x-shape": "Charge"}`."""
    if isinstance(part, list):
        return [_with_references(one, names) for one in part]
    if not isinstance(part, dict):
        return part
    if "x-shape" in part:
        return {"$ref": _REF.format(model=part["x-shape"])}
    if "$ref" in part:
        part = part | {"$ref": _REF.format(model=names.get(_target(part), _target(part)))}
    return {key: value if key == "$ref" else _with_references(value, names) for key, value in part.items()}


def _without_nulls(part: Any) -> Any:
    """A form has no null: what may be left out is simply left out."""
    if isinstance(part, list):
        return [_without_nulls(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {_KEYWORDS.get(key, key): _without_nulls(part[key]) for key in part if key not in ("default", "title")}
    branches = [one for one in kept.get("anyOf", []) if one != {"type": "null"}]
    if len(branches) == 1 and "anyOf" in kept:
        del kept["anyOf"]
        return {**branches[0], **kept}
    return {**kept, "anyOf": branches} if branches else kept
