// A plain click on a link that chooses is taken to the server as a choice, without opening the address anew.
// See choosing.py.
let kept = null; // the words of a link pressed by a key, and until when its focus is kept
const REDRAWN = 8000; // milliseconds in which a slow page is drawn anew

function pressed(event, choose) {
  const link = event.target.closest?.("a.choose");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  // Enter comes as a click of no pointer: whoever works by keys keeps the place.
  kept = event.detail === 0 ? { words: link.textContent, until: Date.now() + REDRAWN } : null;
  choose(new URL(link.href).search.slice(1));
}

// What had the focus is drawn anew: it goes to the same words, or to the card that took their place.
function drawn() {
  if (!kept || document.activeElement !== document.body) return;
  if (Date.now() > kept.until) {
    kept = null;
    return;
  }
  const same = [...document.querySelectorAll("a.choose")].find((link) => link.textContent === kept.words);
  const card = document.querySelector(".st-key-county_card");
  if (card) card.tabIndex = -1;
  (same ?? card)?.focus({ preventScroll: true });
}

// Streamlit calls this anew when the data changes, and may end the one before only after that: each takes away its own.
let stop = () => {};

export default function ({ setStateValue }) {
  stop();
  const click = (event) => pressed(event, (query) => {
    // A state, not a trigger: a run that something else asked for meanwhile may take a trigger along and lose it.
    setStateValue("link", { query, at: performance.timeOrigin + performance.now() });
  });
  document.addEventListener("click", click, true);
  const changes = new MutationObserver(drawn);
  changes.observe(document.body, { subtree: true, childList: true });
  stop = () => {
    document.removeEventListener("click", click, true);
    changes.disconnect();
  };
  return stop;
}
