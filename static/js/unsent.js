// Words that were written and not sent are not left behind without a question: by a link, by another form of the same page,
// by closing it. What the page drew anew because it could not be kept counts as written. Forms that save by themselves do not.
const WRITTEN = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=password])";
const isRefused = document.querySelector("#errors, #unkept") !== null;
let sent = null;

const isWritten = (box) => Boolean(box.value.trim()) && (box.value !== box.defaultValue || (isRefused && box.matches("textarea")));

const isLeftBehind = (form) => form !== sent && Array.from(form.querySelectorAll(WRITTEN)).some(isWritten);

addEventListener("submit", (event) => {
  sent = event.target;
});
addEventListener("beforeunload", (event) => {
  const forms = document.querySelectorAll("main form[method=post]:not([data-save], [data-keep])");
  if (Array.from(forms).some(isLeftBehind)) event.preventDefault();
  sent = null;
});
