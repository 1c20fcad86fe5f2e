// Two minutes before a form closes by itself the page asks whether somebody is still there; one press goes on. Another
// window of the same form may have been worked in: the server is asked how long is left, which is no activity itself.
const LAST_CALL = 120;
const LONGEST = 1200;
let timer = 0;
let before = null;

const later = (box, seconds) => {
  clearTimeout(timer);
  timer = setTimeout(() => ask(box), Math.max(1, seconds) * 1000);
};

const hide = (box) => {
  if (box.hidden) return;
  box.hidden = true;
  before?.focus();
};

const warn = (box) => {
  if (!box.hidden) return;
  before = document.activeElement;
  box.hidden = false;
  box.querySelector("[data-stay]").focus();
};

const told = async (box, how) => {
  const reply = await fetch(box.dataset.idle, { headers: { Accept: "application/json" }, ...how });
  if (reply.status === 401) location.replace(box.dataset.ended);
  if (!reply.ok) throw new Error("away");
  return (await reply.json()).left;
};

const act = (box, left) => {
  if (left <= LAST_CALL) warn(box);
  else hide(box);
  later(box, left <= LAST_CALL ? left : left - LAST_CALL);
};

const ask = async (box, how = {}) => {
  try {
    act(box, await told(box, how));
  } catch {
    later(box, 15);
  }
};

const stay = (box) => ask(box, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: box.dataset.token }) });

const box = document.querySelector("[data-idle]");
if (box) {
  box.querySelector("[data-stay]").addEventListener("click", () => stay(box));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask(box));
  later(box, LONGEST - LAST_CALL);
}
