// What has to be read first takes the focus: help that is due, then problems. A link to a problem goes to its control.
const first = document.querySelector("[data-told]") ?? document.querySelector("#errors") ?? document.querySelector("#conflicts");
first?.focus();
document.querySelector("#errors")?.addEventListener("click", (event) => {
  const control = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
  if (!control) return;
  event.preventDefault();
  (control.labels?.[0] ?? control.closest("fieldset") ?? control).scrollIntoView();
  control.focus({ preventScroll: true });
});
