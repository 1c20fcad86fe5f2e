// Leave quickly: blanks the page at once, ends the sitting, goes to a neutral page that Back does not undo. Shift three times too.
const link = document.querySelector("[data-leave]");
let presses = [];

const leave = (event) => {
  event?.preventDefault();
  document.documentElement.classList.add("leaving");
  document.title = "\u00a0";
  navigator.sendBeacon("/leave/", new URLSearchParams({ csrfmiddlewaretoken: link.dataset.token || "" }));
  location.replace(link.href);
};

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const now = event.timeStamp;
    presses = event.key === "Shift" ? [...presses.filter((at) => now - at < 2000), now] : [];
    if (presses.length === 3) leave();
  });
}
