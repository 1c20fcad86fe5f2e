// "None of these" and the like stand alone: ticking one unticks the rest, and the other way round. The server checks it too.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked || !box.closest(".card-choices")) return;
  for (const other of box.closest(".card-choices").querySelectorAll('input[type="checkbox"]')) {
    if (other !== box && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
  }
}, true);
