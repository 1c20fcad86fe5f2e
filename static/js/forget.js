// Whichever way a page is left, what was typed and read does not come back with the Back button.
const clear = () => {
  for (const form of document.forms) form.reset();
  for (const box of document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select")) box.value = "";
  for (const box of document.querySelectorAll("input[type=radio], input[type=checkbox]")) box.checked = false;
};

addEventListener("pagehide", (event) => {
  clear();
  if (event.persisted) document.documentElement.classList.add("leaving");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
