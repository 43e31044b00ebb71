// Streamlit's page asks for nothing when its connection comes back: it takes the service to know its session still. A service that was
// started anew, or another process of several, knows nothing of it: of what is pressed next it could not tell what has changed, and
// would draw the page as its address says. So the page is drawn once before anything is pressed; one that nobody looks at when it is
// looked at again: most pages stand open behind others, and all of a process's come back at once.
const STATE = "data-test-connection-state";
let stop = () => {};

export default function ({ setStateValue }) {
  stop();
  let isLost = false;
  let isOwed = false;
  const draw = () => {
    if (!isOwed || document.hidden) return;
    isOwed = false;
    setStateValue("back", performance.timeOrigin + performance.now());
  };
  const changes = new MutationObserver(() => {
    const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
    if (state !== "CONNECTED") isLost = true;
    else if (isLost) {
      isLost = false;
      isOwed = true;
      draw();
    }
  });
  changes.observe(document.body, { subtree: true, attributes: true, attributeFilter: [STATE] });
  document.addEventListener("visibilitychange", draw);
  stop = () => {
    changes.disconnect();
    document.removeEventListener("visibilitychange", draw);
  };
  return stop;
}
