// Dots between thousands while an amount is typed, so that 50000 is not read as 5000. The form works without this module.
// Punctuation that the person types or pastes is not changed: the server parses it or refuses it.
for (const field of document.querySelectorAll("[data-dong]")) {
  const canonical = /^[1-9]\d{0,2}(\.\d{3})*$/;
  let dotted = "";
  const dots = () => {
    if (field.value.replace(/\d/g, "") !== "" && !ours(field.value)) return;
    const behind = field.value.length - field.selectionEnd;
    const digits = field.value.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
    field.value = dotted = digits.replace(/\B(?=(\d{3})+$)/g, ".");
    const place = Math.max(field.value.length - behind, 0);
    if (document.activeElement === field) field.setSelectionRange(place, place);
  };
  // Whether all dots were inserted above: not more than before, and otherwise only digits.
  const ours = (text) => canonical.test(text) || (/^[\d.]*$/.test(text) && count(text) <= count(dotted));
  const count = (text) => text.split(".").length;
  field.addEventListener("input", dots);
  dots();
}
