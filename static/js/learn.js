// Copies a page's address and prints it; without this file the address stands in a box and the browser's menu prints.
const box = document.querySelector("[data-address]");
const copy = document.querySelector("[data-copy]");
const told = document.querySelector("[data-copied]");

for (const print of document.querySelectorAll("[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    told.textContent = copy.dataset.done;
  });
}
