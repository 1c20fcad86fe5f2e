// Says who else has this record open, and whether it changed hands; moves nothing else.
const panel = document.querySelector("[data-here]");
const others = panel?.querySelector("[data-others]");

const ask = async () => {
  if (document.hidden) return;
  const headers = { Accept: "application/json", "X-Clearway-Poll": "1" };
  const answer = await fetch(panel.dataset.here, { headers }).catch(() => null);
  if (answer?.status === 401) clearInterval(clock);
  if (!answer?.ok) return;
  const told = await answer.json();
  const words = [told.moved, told.others].filter(Boolean).join(" ");
  if (others.textContent !== words) others.textContent = words;
};
const clock = panel && setInterval(ask, 30000);
if (panel) document.addEventListener("visibilitychange", ask);
