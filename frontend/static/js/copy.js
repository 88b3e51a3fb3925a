// Buttons that copy a line: shown if the browser supports it, also in parts of the page that are loaded later.
const show = () => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const word = button.querySelector("[data-word]");
  word.textContent = word.dataset.done;
});
document.addEventListener("htmx:afterSwap", show);
show();
