"""Choose for which seller to work: one's own, or a member household that agreed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.shop import read
from frontend.workspace.acting import WorkspaceRequest, choose, workspace


@require_http_methods(["GET", "HEAD", "POST"])
@workspace
def choosing(request: WorkspaceRequest) -> HttpResponse:
    if request.method == "POST":
        if choose(request, read.whole(request.POST.get("work_for")) or 0):
            return redirect("workspace:today")
        messages.error(request, _("Bạn không còn được làm thay cho người bán này."))
    return render(request, "workspace/choosing.html")
