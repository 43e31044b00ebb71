// A page that takes back what its address could not mean, before its reader has done anything, is no step of the reader's:
// Back leaves it in one press. Streamlit writes every change of an address as a new step and offers no other way.
let isTouched = false;
// Whether the last step was one within a page, and the reader has done nothing since. Who is sent to another page has its choices written
// into the address of the one that is left first: to go there is the same step, and nobody opened what stands between.
let isHalfway = false;
let at = location.pathname;
// The page that Back has gone to, until the reader does something else, and how often it has been gone to again.
let goneTo = null;
let again = 0;
// What one page may still have to tell after it was left (a choice, a chart that has learnt its size): each makes a run.
const AT_MOST = 3;

function listen() {
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const path = url ? new URL(url, location.href).pathname : location.pathname;
    // What the page that was left had still to tell (its chart has learnt its size) makes Streamlit run that page once more,
    // after the one gone to, and go there as if the reader had. Not for ever: where an address has no page, Streamlit goes on by itself.
    if (url && goneTo !== null && path !== goneTo) {
      again += 1;
      if (again === AT_MOST) goneTo = null;
      setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate", { state: history.state })));
      return;
    }
    const isSame = path === location.pathname;
    // Nor does a reader who has done nothing on a page go to another: what the page before had still to tell led back to it and on again.
    if (!isTouched || (!isSame && isHalfway)) history.replaceState(state, title, url);
    else push(state, title, url);
    isHalfway = isSame && isTouched;
    // A page just come to has not been touched.
    if (!isSame) isTouched = false;
    at = location.pathname;
  };
  history.pushState.isOurs = true;
  const returned = (event) => {
    const left = at;
    at = location.pathname;
    isTouched = isHalfway = false;
    if (!event.isTrusted) return;
    again = 0;
    goneTo = left === at ? null : at;
  };
  window.addEventListener("popstate", returned, true);
  for (const deed of ["pointerdown", "keydown", "click"]) {
    const done = (event) => {
      if (!event.isTrusted) return;
      goneTo = null;
      isTouched = true;
      isHalfway = false;
    };
    window.addEventListener(deed, done, true);
  }
}

export default function () {
  if (!history.pushState.isOurs) listen();
}
