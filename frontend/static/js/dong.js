// Dots between thousands while an amount is typed, so that 50000 is never taken for 5000. The form works without.
for (const field of document.querySelectorAll("[data-dong]")) {
  const dotted = () => {
    const behind = field.value.length - field.selectionEnd;
    const digits = field.value.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
    field.value = digits.replace(/\B(?=(\d{3})+$)/g, ".");
    const place = Math.max(field.value.length - behind, 0);
    if (document.activeElement === field) field.setSelectionRange(place, place);
  };
  field.addEventListener("input", dotted);
  dotted();
}
