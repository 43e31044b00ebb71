// A page that fills in its own address (the period it opens with, the view) is no step of the reader's: Back leaves it
// in one press. Streamlit writes every change of an address as a new step and offers no other way.
let settled = new Set();
let last = location.href;
// The page that Back has gone to, until the reader does something else, and how often it has been gone to again.
let goneTo = null;
let again = 0;
// What one page may still have to tell after it was left (a choice, a chart that has learnt its size): each makes a run.
const AT_MOST = 3;

// Whether an address says all that another says, and beside it only what a page fills in by itself.
function completes(url, of) {
  const now = new URL(of);
  const then = new URL(url, now);
  if (now.origin !== then.origin || now.pathname !== then.pathname) return false;
  const kept = [...now.searchParams].every(([key, value]) => then.searchParams.get(key) === value);
  const added = [...then.searchParams.keys()].filter((key) => !now.searchParams.has(key));
  return kept && added.length > 0 && added.every((key) => settled.has(key));
}

function listen() {
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    // What the page that was left had still to tell (its chart has learnt its size) makes Streamlit run that page once more,
    // after the one gone to, and go there as if the reader had. Not for ever: where an address has no page, Streamlit goes on by itself.
    if (url && goneTo !== null && new URL(url, location.href).pathname !== goneTo) {
      again += 1;
      if (again === AT_MOST) goneTo = null;
      setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate", { state: history.state })));
      return;
    }
    if (url && completes(url, location.href)) history.replaceState(state, title, url);
    else push(state, title, url);
    last = location.href;
  };
  history.pushState.isOurs = true;
  // The first address may have been filled in before this was here: who goes back to it goes on.
  const returned = (event) => {
    const left = last;
    last = location.href;
    if (event.isTrusted) again = 0;
    if (event.isTrusted) goneTo = new URL(left).pathname === location.pathname ? null : location.pathname;
    if (!completes(left, location.href)) return;
    event.stopImmediatePropagation();
    history.back();
  };
  window.addEventListener("popstate", returned, true);
  for (const deed of ["pointerdown", "keydown", "click"]) {
    window.addEventListener(deed, (event) => event.isTrusted && (goneTo = null), true);
  }
}

export default function ({ data }) {
  settled = new Set(data.settled);
  last = location.href;
  if (!history.pushState.isOurs) listen();
}
