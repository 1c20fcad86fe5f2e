// "Which one matters most?" offers only what was ticked in the question before it.
for (const choices of document.querySelectorAll("[data-choices-from]")) {
  const ticks = document.querySelectorAll(`input[type="checkbox"][name="${choices.dataset.choicesFrom}"]`);
  const offer = () => {
    const ticked = new Set(Array.from(ticks, (box) => box.checked && box.value));
    for (const box of choices.querySelectorAll("input")) {
      const away = !ticked.has(box.value);
      box.disabled = away;
      box.closest("label").hidden = away;
      if (away) box.checked = false;
    }
  };
  for (const box of ticks) box.addEventListener("change", offer);
  if (Array.from(ticks).some((box) => box.checked !== box.defaultChecked)) offer();
}
