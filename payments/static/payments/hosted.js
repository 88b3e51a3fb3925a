// While the payment is open, the page polls its state; once paid, it redirects to the shop. Without this script it reloads.
"use strict";

const EVERY = 3000; // milliseconds

function look() {
  const shown = document.getElementById("tinh-trang");
  if (!shown || !shown.dataset.part) return;
  setTimeout(async () => {
    try {
      const answer = await fetch(shown.dataset.part, { cache: "no-store" });
      if (answer.ok) replace(shown, await answer.text());
    } catch {
      // Offline for a moment: keep the page and poll again.
    }
    look();
  }, EVERY);
}

function replace(shown, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("tinh-trang");
  if (!fresh || fresh.dataset.kind === shown.dataset.kind) return;
  shown.replaceWith(fresh);
  if (fresh.dataset.leave) location.assign(fresh.dataset.leave);
}

look();
