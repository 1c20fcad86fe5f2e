// Each changed answer is kept on the server as it is given; the reply says which questions to show and whether help is due.
// A save that got no reply is sent again under the same name (op), so that it is done once.
const form = document.querySelector("form[data-save]");
const line = document.querySelector("[data-saved]");
const waiting = new Set();
const LONGEST_WAIT = 30000;
const TYPED = "textarea, input:not([type=radio], [type=checkbox])";
let sending = null;
let failures = 0;
let pressed = null;
let going = false;
let gone = false;
let retry = 0;
let typing = 0;

const say = (state, words) => {
  line.dataset.state = state;
  line.textContent = words;
};

const blockOf = (name) => form.querySelector(`[data-question="${CSS.escape(name)}"]`);

const outerNameOf = (control) => {
  let name = "";
  for (let at = control.closest("[data-question]"); at; at = at.parentElement.closest("[data-question]")) name = at.dataset.question;
  return name;
};

const newName = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

const answerTo = (outer) => {
  const own = (name) => name === outer || name.startsWith(`${outer}.`);
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (own(name) || (name === "shown" && own(value))) data.append(name, value);
  for (const name of ["for", "page", "revision", "csrfmiddlewaretoken"]) data.append(name, form.elements[name].value);
  data.append("op", newName());
  return data;
};

// The answer as it stands now was saved at this revision, whatever another window has saved of other answers.
const remember = (outer, revision) => {
  const block = blockOf(outer);
  let base = block.querySelector("input[data-base]");
  if (!base) {
    base = document.createElement("input");
    base.type = "hidden";
    base.name = `${outer}.base`;
    base.dataset.base = "";
    block.append(base);
  }
  base.value = revision;
};

// What has the focus stays where it stands on the screen, also when a question opens above it.
const show = (visible) => {
  const names = new Set(visible);
  const at = document.activeElement;
  const before = at.getBoundingClientRect().top;
  for (const block of form.querySelectorAll("[data-question]")) {
    const off = !names.has(block.dataset.question);
    block.hidden = off;
    block.querySelector('input[name="shown"]').disabled = off;
  }
  if (at.checkVisibility()) scrollBy(0, at.getBoundingClientRect().top - before);
};

const help = (kind) => {
  const pattern = kind && document.querySelector(`template[data-help="${kind}"]`);
  if (!pattern || document.querySelector(`[data-told="${kind}"]`)) return;
  document.querySelector("#help")?.remove();
  const told = document.createElement("div");
  told.dataset.told = kind;
  told.tabIndex = -1;
  told.setAttribute("role", "alert");
  told.append(pattern.content.cloneNode(true));
  document.querySelector("main").prepend(told);
  told.scrollIntoView();
  told.focus({ preventScroll: true });
};

const saved = (told) => {
  remember(sending.outer, told.revision);
  show(told.visible);
  help(told.help);
  if (told.wrong.length) say("failed", "Not saved yet: this answer needs a change. Press Continue to see which.");
  else if (!waiting.size) say("saved", `Saved ${told.saved_at}`);
};

const differs = (told) => {
  help(told.help);
  if (told.stale) say("failed", "Not saved: this form was sent or is open in another window. Press Continue to see it.");
  else say("failed", "You answered this in another window too. Press Continue to see both answers.");
};

const next = () => {
  sending = null;
  failures = 0;
  if (pressed) go();
  else send();
};

const again = () => {
  failures += 1;
  say("failed", "Not saved yet: no connection. Keep this page open. We try again.");
  retry = setTimeout(attempt, Math.min(LONGEST_WAIT, 1000 * 2 ** failures));
};

const attempt = async () => {
  clearTimeout(retry);
  let reply;
  let told;
  try {
    const limit = AbortSignal.timeout ? { signal: AbortSignal.timeout(LONGEST_WAIT) } : {};
    reply = await fetch(form.dataset.save, { method: "POST", body: sending.data, headers: { Accept: "application/json" }, keepalive: true, ...limit });
    if (reply.status >= 500 || reply.status === 429) throw new Error("away");
    const readable = !reply.redirected && (reply.ok || reply.status === 409);
    told = readable ? await reply.json() : null;
  } catch {
    again();
    return;
  }
  if (!told) say("failed", "Not saved yet. Press Continue to save this page.");
  else if (reply.ok) saved(told);
  else differs(told);
  next();
};

const send = () => {
  if (sending || !waiting.size) return;
  const [outer] = waiting;
  waiting.delete(outer);
  sending = { outer, data: answerTo(outer) };
  say("saving", "Saving…");
  attempt();
};

const keep = (control) => {
  const outer = outerNameOf(control);
  if (!outer || control.name === `${outer}.right`) return;
  const mine = form.querySelector(`#${CSS.escape(`id_${outer}_here`)}`);
  if (mine) mine.checked = true;
  waiting.add(outer);
  send();
};

const go = () => {
  const { button } = pressed;
  going = true;
  form.requestSubmit(button);
};

// Continue waits for a save that is on its way. While there is no connection the page stays, with all that was typed;
// a second press goes all the same.
const onSubmit = (event) => {
  if (sending && !going && !(pressed && failures)) {
    event.preventDefault();
    pressed = { button: event.submitter };
    if (failures) attempt();
    return;
  }
  waiting.clear();
  clearTimeout(retry);
};

const unkept = () => {
  const box = document.activeElement;
  if (document.visibilityState === "hidden" && !gone && box?.matches("input, textarea") && box.dataset.typed) keep(box);
};

const drawnAs = (select) => Math.max(0, Array.from(select.options, (option) => option.defaultSelected).indexOf(true));

// Was something given here that the server did not draw?
const isGiven = (control) => {
  if (control.matches("[type=radio], [type=checkbox]")) return control.checked && !control.defaultChecked;
  if (control.matches("select")) return control.selectedIndex > 0 && control.selectedIndex !== drawnAs(control);
  return control.matches("input, textarea") && Boolean(control.value) && control.value !== control.defaultValue;
};

// On a slow line an answer may be given before this file is there: it counts as given now. What is being typed waits as ever.
// After Back or a reload nothing counts: the browser itself may have put back what the page once held.
const keepEarlier = () => {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  for (const control of Array.from(form.elements).filter(isGiven)) {
    if (control === document.activeElement && control.matches(TYPED)) control.dispatchEvent(new Event("input", { bubbles: true }));
    else keep(control);
  }
};

if (form) {
  form.addEventListener("change", (event) => {
    delete event.target.dataset.typed;
    keep(event.target);
  });
  form.addEventListener("input", ({ target }) => {
    if (!target.matches(TYPED)) return;
    target.dataset.typed = "1";
    clearTimeout(typing);
    if (target.matches("textarea")) typing = setTimeout(() => !gone && keep(target), 3000);
  });
  form.addEventListener("submit", onSubmit);
  addEventListener("online", () => sending && failures && attempt());
  addEventListener("pagehide", () => {
    gone = true;
  });
  document.addEventListener("visibilitychange", unkept);
  keepEarlier();
}
