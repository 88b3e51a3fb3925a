"""What every page must satisfy on a phone: accessibility, any text size, size of touch targets."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
PAPER = {"width": 469, "height": 703}  # A5 without margins, at 96 dpi
_AXE = Axe()
_OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
_REFLOW = Path(__file__).with_name("reflow.js").read_text()
_TEXT_SIZE = "size => { document.documentElement.style.fontSize = size }"
# Touch targets: all controls except links in running text and visually hidden ones.
_SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.closest('.sr, .skip, svg'))
  .filter(e => getComputedStyle(e, '::after').position !== 'absolute') // the whole card is its target
  .map(e => [e, (e.matches('[type=radio], [type=checkbox]') && e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && box.height > 1 && box.height < 43.5
    && getComputedStyle(e).display !== 'inline')
  .map(([e, box]) => `${Math.round(box.height)} px: <${e.tagName.toLowerCase()} class="${e.className}"> ${
    (e.innerText || e.getAttribute('aria-label') || e.name || '').slice(0, 40)}`)"""


def problems(page: Page) -> list[str]:
    """The problems of the open page, as messages."""
    result = [f"axe {fault['id']}: {_where(fault)}" for fault in _faults(page)]
    result += [f"small target {one}" for one in page.evaluate(_SMALL)]
    result += page.evaluate(_REFLOW)
    page.evaluate(_TEXT_SIZE, "200%")
    result += [f"text at 200 %: {one}" for one in [*page.evaluate(_REFLOW), *page.evaluate(_SMALL)]]
    page.evaluate(_TEXT_SIZE, "")
    before = page.viewport_size
    assert before
    page.set_viewport_size(NARROW)
    result += [f"at {NARROW['width']} px: {one}" for one in page.evaluate(_REFLOW)]
    page.set_viewport_size(before)
    return result


def paper_problems(page: Page) -> list[str]:
    """The problems of the open packing slip on its paper size; none for other pages."""
    if not page.locator(".slip").count():
        return []
    before = page.viewport_size
    assert before
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    result = [f"on paper: {one}" for one in page.evaluate(_REFLOW)]
    page.emulate_media(media="screen")
    page.set_viewport_size(before)
    return result


def _faults(page: Page) -> list[dict]:
    violations = _AXE.run(page, options=_OPTIONS).response["violations"]
    return [fault for fault in violations if fault["impact"] in ("serious", "critical")]


def _where(fault: dict) -> str:
    return "; ".join(node["html"][:160] for node in fault["nodes"][:3])
