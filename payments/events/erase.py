"""Remove an erased person's data from the events that are not deleted yet."""

from collections.abc import Collection

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast, JSONObject

from payments.models import ApiEvent

_SHOWN = ("payment_intent", "charge", "checkout.session")  # objects that show data of a buyer


def erase_events(ids: Collection[str]) -> int:
    """Reduce the events that show one of these objects, also inside another one, to the id and type of their object;
    return how many. The trigger of the table allows no other change.
    """
    named = Q()
    for id in ids:
        named |= Q(text__contains=f'"{id}"')
    if not named:
        return 0
    events = ApiEvent.objects.annotate(text=Cast("data", TextField()))
    shown = events.filter(named, data__object__object__in=_SHOWN, data__object__has_key="created")
    return shown.update(data=JSONObject(object=JSONObject(id=F("data__object__id"), object=F("data__object__object"))))
