"""Labels of codes: each `Choices` class of a room names its codes in Vietnamese and in English."""

from importlib import import_module

from django.db.models.enums import Choices
from django.utils import translation
from django.utils.functional import Promise


def choices_of(room: str) -> list[type[Choices]]:
    """The `Choices` classes that the models of a room define."""
    models = import_module(f"{room}.models")
    members = [value for value in vars(models).values() if isinstance(value, type) and issubclass(value, Choices)]
    return [one for one in members if one.__module__.startswith(f"{room}.") and len(one)]


def unlabelled_codes(room: str) -> list[str]:
    """The codes without a Vietnamese label, or without an English translation of it."""
    codes = []
    for choices in choices_of(room):
        for member in choices:
            with translation.override("vi"):
                vietnamese = str(member.label)
            with translation.override("en"):
                english = str(member.label)
            if not isinstance(member.label, Promise) or not english or english == vietnamese:
                codes.append(f"{choices.__name__}.{member.name}")
    return codes
