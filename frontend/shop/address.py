"""Choosing a commune: suggestions while typing, a separate page without scripts, and the stored choice."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from frontend.common import cookies, parsing
from frontend.common.redirects import next_page
from frontend.shop.commune import Unclear, find_commune, suggestions
from places.queries import provinces


@require_safe
@vary_on_headers("HX-Request")
def suggest(request: HttpRequest) -> HttpResponse:
    """For htmx the suggestions alone; else a page with both searches, by words and by province."""
    typed, province = parsing.short(request.GET.get("commune")), parsing.short(request.GET.get("province"), 2)
    matches = suggestions("" if province else typed, province)
    context = {"typed": typed, "matches": matches, "asked": bool(typed) and len(typed) > 1}
    if request.headers.get("HX-Request"):
        return render(request, "common/communes.html", context)
    return _page(request, **context | {"province": province})


@require_POST
def choose_place(request: HttpRequest) -> HttpResponse:
    """Store the commune for which deliveries are shown, and redirect back."""
    try:
        commune = find_commune(request.POST, cookies.place(request))
    except Unclear as error:
        typed = parsing.short(request.POST.get("commune"))
        return _page(request, typed=typed, matches=error.matches, error=error.message)
    response = HttpResponseRedirect(next_page(request))
    if commune:
        cookies.keep_place(request, response, commune.unit_id, commune.label)
    return response


def _page(request: HttpRequest, **context: object) -> HttpResponse:
    context |= {"provinces": provinces(), "next": next_page(request)}
    return render(request, "shop/place.html", context)
