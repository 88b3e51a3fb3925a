"""The picture of a consent paper, for the household, the cooperative and the officials of the place; 404 for others."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cooperatives.queries import members_visible_to


@require_safe
@cache_control(private=True, no_store=True)
def paper(request: HttpRequest, member_id: int) -> HttpResponse:
    member = members_visible_to(request.user).filter(pk=member_id).exclude(paper_file="").first()
    if member is None or not default_storage.exists(member.paper_file):
        raise Http404
    with default_storage.open(member.paper_file) as file:
        content = file.read()
    named = {"Content-Disposition": f'inline; filename="phieu-dong-y-{member.pk}.jpg"'}
    return HttpResponse(content, content_type="image/jpeg", headers=named)
