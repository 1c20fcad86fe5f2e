// Leave quickly: blanks the page at once, ends the sitting, goes to a neutral page that Back does not undo. Shift three times too.
// Whichever way a page is left, what was typed does not come back with the Back button.
const link = document.querySelector("[data-leave]");
let presses = [];

const clear = () => {
  for (const form of document.forms) form.reset();
  for (const box of document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select")) box.value = "";
  for (const box of document.querySelectorAll("input[type=radio], input[type=checkbox]")) box.checked = false;
};

const leave = (event) => {
  event?.preventDefault();
  document.documentElement.classList.add("leaving");
  document.title = "\u00a0";
  navigator.sendBeacon("/leave/", new URLSearchParams({ csrfmiddlewaretoken: link.dataset.token || "" }));
  location.replace(link.href);
};

addEventListener("pagehide", clear);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const now = event.timeStamp;
    presses = event.key === "Shift" ? [...presses.filter((at) => now - at < 2000), now] : [];
    if (presses.length === 3) leave();
  });
}
