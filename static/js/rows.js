// Adds and removes rows of a list without leaving the page; the server adds rows too, without this file.
for (const list of document.querySelectorAll("[data-rows]")) {
  const pattern = list.querySelector("template[data-row-pattern]");
  const add = document.querySelector(`[data-row-add="${list.dataset.rows}"]`);
  const rows = () => list.querySelectorAll(".row");
  let next = rows().length;

  const number = () => {
    rows().forEach((row, at) => {
      for (const word of row.querySelectorAll("[data-row-number]")) word.textContent = String(at + 1);
      row.querySelector("[data-row-remove]").hidden = rows().length < 2;
    });
  };

  const grow = () => {
    const row = pattern.content.cloneNode(true);
    for (const part of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace("__row__", String(next)));
      }
    }
    next += 1;
    pattern.before(row);
    number();
    rows()[rows().length - 1].querySelector("input").focus();
  };

  const remove = (row) => {
    row.remove();
    number();
    add.focus();
    add.closest("[data-question]").querySelector('input[name="shown"]').dispatchEvent(new Event("change", { bubbles: true }));
  };

  add.type = "button";
  add.addEventListener("click", grow);
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-row-remove]");
    if (button) remove(button.closest(".row"));
  });
  number();
}
