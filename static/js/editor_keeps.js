// Keeps the draft as it is typed, tells how it reads, and shows it beside. Another window's text is told, and never written over.
const PAUSE = 900;

const shownAgain = (frame) => {
  const top = frame.contentWindow?.scrollY ?? 0;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.contentWindow.location.replace(frame.src);
};

const read = (form, told) => {
  form.querySelector("[data-grade]").textContent = told.grade;
  form.querySelector("[data-advice]").textContent = told.advice;
  form.querySelector("[data-words]").textContent = told.promises.join(", ");
  form.querySelector("[data-promises]").hidden = !told.promises.length;
  const unknown = form.querySelector("[data-unknown]");
  unknown.hidden = !told.unknown.length;
  unknown.replaceChildren(...told.unknown.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
};

// Both texts: the form holds one's own, the box the other.
const clashed = (form, told) => {
  const box = document.getElementById("other-window");
  box.querySelector("textarea").value = [told.theirs.title, told.theirs.summary, told.theirs.text].join("\n\n");
  box.hidden = false;
  box.dataset.revision = String(told.revision);
  box.focus();
};

const keepAsTyped = (form, text) => {
  const state = form.querySelector("[data-saved]");
  const frame = form.querySelector("[data-frame]");
  const other = document.getElementById("other-window");
  const revision = form.elements.revision;
  let [timer, busy, again, last] = [0, false, false, ""];

  const written = () => {
    const fields = new FormData(form);
    fields.delete("revision");
    return JSON.stringify([...fields]);
  };
  const say = (kind, words) => {
    state.dataset.state = kind;
    state.textContent = words;
  };
  last = written();

  const now = async () => {
    clearTimeout(timer);
    if (busy) {
      again = true;
      return;
    }
    const typed = written();
    if (typed === last || !other.hidden) return;
    busy = true;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        last = typed;
        revision.value = String(told.revision);
        say("saved", told.saved);
        read(form, told);
        shownAgain(frame);
      } else if (told.theirs) {
        say("failed", told.sentence);
        clashed(form, told);
      } else {
        say("failed", answer.status === 401 ? form.dataset.signedOut : told.sentence || form.dataset.notSaved);
      }
    } catch {
      say("failed", form.dataset.notSaved);
    } finally {
      busy = false;
      if (again) {
        again = false;
        timer = setTimeout(now, PAUSE);
      }
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    last = written();
  });
  other.querySelector("[data-mine]").addEventListener("click", () => {
    revision.value = other.dataset.revision;
    other.hidden = true;
    text.focus();
    last = "";
    now();
  });
  addEventListener("beforeunload", (event) => {
    if (written() !== last) event.preventDefault();
  });
  document.addEventListener("keep-draft", now);
  const typedEarlier = Array.from(form.querySelectorAll("textarea, input[type=text]")).some((box) => box.value && box.value !== box.defaultValue);
  if (typedEarlier) {
    last = "";
    now();
  }
};

keepAsTyped(document.getElementById("editor"), document.getElementById("id_text"));
