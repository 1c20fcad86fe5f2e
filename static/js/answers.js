// Each changed answer is kept on the server as it is given; the reply says which questions to show and whether help is due.
const form = document.querySelector("form[data-save]");
const line = document.querySelector("[data-saved]");
const queue = [];
let busy = false;

const say = (state, words) => {
  line.dataset.state = state;
  line.textContent = words;
};

const shownAround = (control) => {
  const names = [];
  for (let at = control.closest("[data-question]"); at; at = at.parentElement.closest("[data-question]")) {
    names.push(at.dataset.question);
  }
  return names;
};

const answerOf = (control) => {
  const names = shownAround(control);
  const outer = names[names.length - 1];
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === outer || name.startsWith(`${outer}.`)) data.append(name, value);
  }
  for (const input of form.querySelectorAll('input[name="shown"]:not(:disabled)')) {
    if (input.value === outer || input.value.startsWith(`${outer}.`)) data.append("shown", input.value);
  }
  for (const name of ["for", "page", "csrfmiddlewaretoken"]) data.append(name, form.elements[name].value);
  data.append("op", crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2));
  return { outer, data };
};

const show = (visible) => {
  const names = new Set(visible);
  for (const block of form.querySelectorAll("[data-question]")) {
    const off = !names.has(block.dataset.question);
    block.hidden = off;
    block.querySelector('input[name="shown"]').disabled = off;
  }
};

const help = (kind) => {
  const block = kind && document.querySelector(`[data-help="${kind}"]`);
  if (!block || !block.hidden || !block.firstElementChild) return;
  block.hidden = false;
  block.tabIndex = -1;
  block.setAttribute("role", "alert");
  block.scrollIntoView();
  block.focus({ preventScroll: true });
};

const send = async () => {
  if (busy || !queue.length) return;
  busy = true;
  const { data } = queue[0];
  data.set("revision", form.elements.revision.value);
  say("saving", "Saving…");
  try {
    const reply = await fetch(form.dataset.save, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (reply.status === 409) {
      const told = await reply.json();
      help(told.help);
      queue.length = 0;
      say("failed", "You answered this in another window too. Press Continue to see both answers.");
    } else if (reply.ok && !reply.redirected) {
      const told = await reply.json();
      queue.shift();
      form.elements.revision.value = told.revision;
      show(told.visible);
      help(told.help);
      if (!queue.length) say("saved", told.wrong.length ? "" : `Saved ${told.saved_at}`);
    } else if (reply.status >= 500) {
      throw new Error("away");
    } else {
      queue.length = 0;
      say("failed", "Not saved yet. Press Continue to save this page.");
    }
    busy = false;
    send();
  } catch {
    say("failed", "Not saved yet: no connection. Keep this page open; we try again.");
    setTimeout(() => {
      busy = false;
      send();
    }, 3000);
  }
};

const keep = (control) => {
  if (!control.closest("[data-question]")) return;
  const answer = answerOf(control);
  const waiting = queue.findIndex((each, at) => at > 0 && each.outer === answer.outer);
  if (waiting > 0) queue[waiting] = answer;
  else queue.push(answer);
  send();
};

if (form) {
  form.addEventListener("change", (event) => keep(event.target));
  form.addEventListener("submit", () => {
    queue.length = 0;
  });
}
