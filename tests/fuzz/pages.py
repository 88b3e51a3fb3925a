"""The pages that a person reaches by links, and their forms as a browser sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.routes import Browser, Recorder, routes

MOST = 2  # pages of one view
FILES = (".pdf", ".xlsx", ".csv", ".svg", ".png", ".jpg", ".webp", ".txt")


@dataclass
class Form:
    """Where it leads, how, and what stands in it: each field with the values that the page offers for it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


@dataclass
class Site:
    """What one person can reach: pages, the names that each reads from its query string, and forms."""

    pages: list[str] = field(default_factory=list)
    reads: dict[str, set[str]] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    faults: list[tuple[str, Any]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[Form]()
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        supplied = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if tag != "link" and supplied.get(name):
                self.links.append(urljoin(self.path, supplied[name]))
        if tag == "form":
            action = supplied.get("action") or supplied.get("hx-post") or self.path
            self.form = Form(urljoin(self.path, action), supplied.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is None:
            return
        name, value = supplied.get("name", ""), supplied.get("value", "")
        if name and name != "csrfmiddlewaretoken" and tag in ("input", "textarea", "button"):
            if supplied.get("type") == "file":
                self.form.files.append(name)
            else:
                self.form.fields.setdefault(name, []).append(value)
        if tag == "select":
            self.select = name
        if tag == "option" and self.select:
            self.form.fields.setdefault(self.select, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


def explore(browser: Browser, more: list[str]) -> Site:
    """Every page without parameters, `more`, and what they lead to: two pages of each view at most."""
    site, recorder = Site(), Recorder()
    waiting = [route.path() for route in routes() if not route.parameters] + more
    seen, forms, times = set[str](), set[str](), dict[str, int]()
    with recorder():
        while waiting:
            path = urlsplit(waiting.pop(0)).path
            if path in seen or path.startswith(("/static/", "/media/")):
                continue
            seen.add(path)
            try:
                result = resolve(path)
            except Resolver404:
                continue
            view = str(result.route)
            times[view] = times.get(view, 0) + 1
            if times[view] > MOST:
                continue
            recorder.path = path
            answer = browser.ask("get", path)
            if answer.status_code >= 500:
                site.faults.append((path, answer))
            if answer.status_code != 200:
                continue
            site.pages.append(path)
            if answer.streaming or path.endswith(FILES) or "html" not in answer.headers["Content-Type"]:
                continue
            reader = _Reader(path)
            reader.feed(answer.content.decode())
            waiting += [link for link in reader.links if not urlsplit(link).netloc]
            for form in reader.forms:
                kind = f"{urlsplit(form.action).path} {sorted(form.fields)}"
                if not urlsplit(form.action).netloc and kind not in forms:
                    forms.add(kind)
                    site.forms.append(form)
    site.reads = {path: names for path, names in recorder.read.items() if names}
    return site
