// Words that were written and not sent are not left behind without a question: by a link, by another form of the same page,
// by closing it. What the page drew anew because it could not be kept counts as written. Forms that save by themselves, and
// the sign-in, do not.
const WRITTEN = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";
const FORMS = "main form[method=post]:not([data-save], [data-keep], :has([type=password]))";
const forms = Array.from(document.querySelectorAll(FORMS));
const isRefused = document.querySelector("#errors, #conflict, #warnings") !== null;
let sent = null;

const wasRefused = (box) => isRefused && (box.matches("textarea") || forms.length === 1 || box.form.querySelector(".has-error") !== null);

const isWritten = (box) => Boolean(box.value.trim()) && (box.value !== box.defaultValue || wasRefused(box));

const isLeftBehind = (form) => form !== sent && Array.from(form.querySelectorAll(WRITTEN)).some(isWritten);

const isHeld = () => Array.from(document.querySelectorAll("[data-unsent]")).some((held) => held !== sent);

addEventListener("submit", (event) => {
  sent = event.target;
});
addEventListener("click", ({ target }) => {
  if (target.closest("[data-drops]")) sent = document.querySelector("[data-unsent]");
});
addEventListener("beforeunload", (event) => {
  if (forms.some(isLeftBehind) || isHeld()) event.preventDefault();
  sent = null;
});
