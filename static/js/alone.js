// "None of these" and the like stand alone: ticking one unticks the rest, and the other way round. The server checks it too.
document.addEventListener("change", ({ target }) => {
  const choices = target.closest(".card-choices");
  if (target.type !== "checkbox" || !target.checked || !choices) return;
  for (const other of choices.querySelectorAll('input[type="checkbox"]')) {
    if (other !== target && ("alone" in target.dataset || "alone" in other.dataset)) other.checked = false;
  }
}, true);
