// Leave quickly: blanks the page at once, ends the sitting, goes to a neutral page that Back does not undo. Shift three times too.
const link = document.querySelector("[data-leave]");
let presses = [];

const clear = () => {
  for (const form of document.forms) form.reset();
  for (const box of document.querySelectorAll("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea")) box.value = "";
  for (const box of document.querySelectorAll("input[type=radio], input[type=checkbox]")) box.checked = false;
};

const leave = (event) => {
  event?.preventDefault();
  document.documentElement.classList.add("leaving");
  document.title = " ";
  const data = new FormData();
  data.append("csrfmiddlewaretoken", link.dataset.token || "");
  navigator.sendBeacon("/leave/", data);
  clear();
  location.replace(link.href);
};

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") presses = [];
      return;
    }
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length === 3) leave();
  });
  addEventListener("pagehide", clear);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
