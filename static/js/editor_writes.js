// The editor's tools, lists and keys: each writes Markdown into the text. Without this file the page is a form.
// Writes into the text so that the browser's Undo takes it back.
const put = (text, words, from = text.selectionStart, to = text.selectionEnd) => {
  text.focus();
  text.setSelectionRange(from, to);
  if (words === "" ? !document.execCommand("delete") : !document.execCommand("insertText", false, words)) {
    text.setRangeText(words, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

// The whole lines that are chosen: where they begin, where they end, each of them.
const lines = (text) => {
  const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const next = text.value.indexOf("\n", Math.max(text.selectionEnd - (text.selectionEnd > text.selectionStart ? 1 : 0), from));
  const to = next < 0 ? text.value.length : next;
  return { from, to, each: text.value.slice(from, to).split("\n") };
};

// A paragraph of its own at the place of the cursor, with empty lines around it.
const paragraph = (text, words, chosen = words) => {
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = after === "" ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const at = before.length + gap.length + Math.max(words.indexOf(chosen), 0);
  put(text, gap + words + end);
  text.setSelectionRange(at, at + chosen.length);
};

// Lists to pick from: sources, terms, pictures, drawings, what the clinic set; and a link. What is picked is written into the text.

const wrong = (form, sentence) => { form.querySelector("[data-wrong]").textContent = sentence; };

const insert = (text, button) => {
  const { insert: words, term, alone } = button.dataset;
  if (alone !== undefined) return paragraph(text, words, "");
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
  const named = chosen && !/[|\]\n]/.test(chosen) ? `|${chosen}` : "";
  return put(text, term ? `[[term ${term}${named}]]` : words, term ? text.selectionStart : text.selectionEnd);
};

const find = (dialog) => {
  const box = dialog.querySelector("[data-find]");
  box?.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    const rows = [...dialog.querySelectorAll("[data-list] > li")];
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    dialog.querySelector("[data-none]").hidden = rows.some((row) => !row.hidden);
  });
};

const option = (words) => {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  row.append(button);
  return { row, button };
};

// Adds a source or a picture without leaving the page, and writes it into the text.
const add = (dialog, form, done) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong(form, "");
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (!answer.ok) throw new Error(Object.values(told.wrong ?? {}).flat().join(" "));
      const { row, button: made } = option(told.key ? `${told.key} ${told.title}` : told.alt);
      made.dataset.insert = told.key ? `[[source ${told.key}]]` : told.markdown;
      if (!told.key) made.dataset.alone = "";
      dialog.querySelector("[data-list]").prepend(row);
      form.reset();
      done(made);
    } catch (failed) {
      wrong(form, failed.message || "That did not work. Try again.");
    } finally {
      button.disabled = false;
    }
  });
};

const link = (dialog, text) => {
  const form = dialog.querySelector("[data-link]");
  const [words, place] = form.querySelectorAll("input");
  dialog.addEventListener("open-it", () => {
    words.value = text.value.slice(text.selectionStart, text.selectionEnd);
    place.value = "";
    wrong(form, "");
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "insert") return;
    const to = place.value.trim();
    if (!/^(https:\/\/|\/(?![/\\])|mailto:|#)[^\s()<>]+$/.test(to)) {
      event.preventDefault();
      wrong(form, "Pick one of our pages, or write an address that begins with https://.");
      place.focus();
      return;
    }
    dialog.addEventListener("close", () => put(text, `[${words.value.trim().replace(/[[\]]/g, "") || to}](${to})`), { once: true });
  });
};

const pickers = (text) => {
  let place = [0, 0];
  for (const dialog of document.querySelectorAll("dialog.pick")) {
    const finish = (button) => {
      dialog.addEventListener("close", () => insert(text, button), { once: true });
      dialog.close();
    };
    dialog.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-insert], [data-term]");
      if (button) finish(button);
      else if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
    dialog.addEventListener("close", () => {
      text.focus();
      text.setSelectionRange(...place);
    });
    find(dialog);
    for (const form of dialog.querySelectorAll("[data-add]")) add(dialog, form, finish);
    if (dialog.querySelector("[data-link]")) link(dialog, text);
  }
  return (name) => {
    const dialog = document.getElementById(name);
    place = [text.selectionStart, text.selectionEnd];
    dialog.dispatchEvent(new Event("open-it"));
    dialog.showModal();
  };
};

// The row of tools and the keys: each writes what it stands for, or opens a list to pick from.

const LIST = /^(\s*)(?:[-*]|(\d+)\.)\s+/;
const HEADING = /^#{1,6}\s+/;
const QUOTE = /^>\s?/;

const around = (text, mark) => {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const length = mark.length;
  if (value.slice(from - length, from) === mark && value.slice(to, to + length) === mark && value[from - length - 1] !== "*") {
    put(text, value.slice(from, to), from - length, to + length);
    text.setSelectionRange(from - length, to - length);
    return;
  }
  const words = value.slice(from, to) || "words";
  put(text, mark + words + mark);
  text.setSelectionRange(from + length, from + length + words.length);
};

const eachLine = (text, change) => {
  const { from, to, each } = lines(text);
  const changed = each.map(change).join("\n");
  put(text, changed, from, to);
  text.setSelectionRange(from, from + changed.length);
};

const toggled = (text, shape, sign) => {
  const all = lines(text).each.every((line) => shape.test(line));
  eachLine(text, (line, at) => (all ? line.replace(shape, "") : sign(at) + line.replace(shape, "")));
};

const heading = (text) =>
  eachLine(text, (line) => (line.startsWith("## ") ? `### ${line.slice(3)}` : line.startsWith("### ") ? line.slice(4) : `## ${line.replace(HEADING, "")}`));

const ACTS = {
  heading,
  bold: (text) => around(text, "**"),
  italic: (text) => around(text, "*"),
  list: (text) => toggled(text, /^\s*[-*]\s+/, () => "- "),
  numbers: (text) => toggled(text, /^\s*\d+\.\s+/, (at) => `${at + 1}. `),
  quote: (text) => toggled(text, QUOTE, () => "> "),
  table: (text) => paragraph(text, "| What | When |\n| --- | --- |\n| words | words |", "What"),
  myth: (text) => paragraph(text, "> **Myth:** what some people say\n\nFact: what is known.", "what some people say"),
  why: (text) => paragraph(text, "> **Why we say it this way:** what differs, and what we decided", "what differs, and what we decided"),
};

const KEYS = [
  [(key) => key.code === "KeyB" && !key.shiftKey && !key.altKey, "bold"],
  [(key) => key.code === "KeyI" && !key.shiftKey && !key.altKey, "italic"],
  [(key) => key.code === "KeyK" && !key.shiftKey && !key.altKey, "pick-link"],
  [(key) => key.code === "Digit2" && key.altKey, "heading"],
  [(key) => key.code === "Digit7" && key.shiftKey, "numbers"],
  [(key) => key.code === "Digit8" && key.shiftKey, "list"],
  [(key) => key.code === "Digit9" && key.shiftKey, "quote"],
];

// Enter in a list begins the next item; in an empty item it ends the list.
const goOn = (event, text) => {
  const { from, each } = lines(text);
  const found = LIST.exec(each[0]);
  if (event.isComposing || text.selectionStart !== text.selectionEnd || each.length > 1 || !found) return;
  event.preventDefault();
  if (each[0].length === found[0].length) put(text, "", from, text.selectionStart);
  else put(text, `\n${found[1]}${found[2] ? `${Number(found[2]) + 1}.` : "-"} `);
};

const tools = (text, pick) => {
  const bar = document.querySelector("[data-toolbar]");
  const buttons = [...bar.querySelectorAll("button")];
  const act = (name) => (ACTS[name] ? ACTS[name](text) : pick(name));

  bar.hidden = false;
  buttons.forEach((button, at) => {
    button.tabIndex = at ? -1 : 0;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => act(button.dataset.do || button.dataset.opens));
  });

  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = (next + buttons.length) % buttons.length;
    buttons.forEach((button, index) => { button.tabIndex = index === to ? 0 : -1; });
    buttons[to].focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.code === "KeyS" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      document.dispatchEvent(new Event("keep-draft"));
      return;
    }
    const found = event.target === text && KEYS.find(([is]) => is(event));
    if (!found) return;
    event.preventDefault();
    act(found[1]);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey) goOn(event, text);
  });
};

const text = document.getElementById("id_text");
tools(text, pickers(text));
