// Adds and removes rows of a list without leaving the page; the server does the same without this file.
for (const list of document.querySelectorAll("[data-rows]")) {
  const pattern = list.querySelector("template[data-row-pattern]");
  const add = document.querySelector(`[data-row-add="${list.dataset.rows}"]`);
  const number = () => {
    list.querySelectorAll("[data-row-number]").forEach((word, at) => {
      word.textContent = String(at + 1);
    });
    const rows = list.querySelectorAll(".row");
    for (const row of rows) row.querySelector("[data-row-remove]").hidden = rows.length < 2;
  };
  let next = list.querySelectorAll(".row").length;
  add.type = "button";
  add.addEventListener("click", () => {
    const row = pattern.content.cloneNode(true);
    for (const part of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace("__row__", String(next)));
      }
    }
    next += 1;
    pattern.before(row);
    number();
    list.querySelector(".row:last-of-type input").focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-remove]");
    if (!button) return;
    button.closest(".row").remove();
    number();
    add.focus();
    list.closest("[data-question]").querySelector('input[name="shown"]').dispatchEvent(new Event("change", { bubbles: true }));
  });
  number();
}
