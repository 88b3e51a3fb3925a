// Dots between thousands while an amount is typed, so that 50000 is never taken for 5000. The form works without.
// A mark that the person types or pastes stays as it is: the server reads it, or asks what it means.
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
  // Whether every dot was put there above: none more than before, and nothing but digits beside them.
  const ours = (text) => canonical.test(text) || (/^[\d.]*$/.test(text) && count(text) <= count(dotted));
  const count = (text) => text.split(".").length;
  field.addEventListener("input", dots);
  dots();
}
