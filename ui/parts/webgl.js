// Tries once whether this browser draws with WebGL 2, and tells the server only where it does not.
let hasWebgl;

function tried() {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

// The map's hover box does not stay over what was just clicked: it waits until the pointer has gone on.
function quieten(event) {
  const map = event.target.closest?.(".st-key-map");
  if (!map) return;
  map.dataset.quiet = "yes";
  const { clientX, clientY } = event;
  const moved = (next) => {
    if (Math.hypot(next.clientX - clientX, next.clientY - clientY) < 8) return;
    delete map.dataset.quiet;
    removeEventListener("pointermove", moved);
  };
  addEventListener("pointermove", moved);
}

// Streamlit may call this anew, and end the one before only after that: each takes away its own.
let stop = () => {};

export default function ({ setStateValue }) {
  stop();
  hasWebgl ??= tried();
  if (!hasWebgl) setStateValue("missing", true);
  const click = (event) => quieten(event);
  addEventListener("click", click, true);
  stop = () => removeEventListener("click", click, true);
  return stop;
}
