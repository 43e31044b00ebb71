// The one drawing component: an SVG from the server as part of the page. See drawing.py.
const drawings = new WeakMap();
// What svg.mark writes of a mark that chooses; said_once leaves it out.
const BUTTON = [["role", "button"], ["aria-pressed", "false"], ["tabindex", "-1"]];

export default function ({ data, parentElement, setStateValue }) {
  const drawing = drawings.get(parentElement) ?? open(parentElement);
  drawing.data = data;
  drawing.choose = (value) => setStateValue("pick", { value, at: performance.timeOrigin + performance.now() }); // see choosing.js
  show(drawing);
  // Streamlit may end a run only after the next one has begun: the drawing is then the next one's.
  const run = (drawing.run = {});
  return () => {
    if (drawing.run !== run) return;
    drawing.sizes.disconnect();
    drawings.delete(parentElement);
  };
}

function open(root) {
  const frame = document.createElement("div");
  frame.className = "frame";
  const tip = document.createElement("div");
  tip.className = "tip";
  // What it says is the mark's own name already.
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  root.append(frame, tip);
  const drawing = { root, frame, tip, shown: null, quiet: null };
  drawing.sizes = new ResizeObserver(() => show(drawing));
  drawing.sizes.observe(frame);
  frame.addEventListener("pointermove", (event) => hover(drawing, event));
  frame.addEventListener("pointerleave", () => { drawing.quiet = null; hide(drawing); });
  frame.addEventListener("click", (event) => pick(drawing, event.target.closest("[data-pick]")));
  frame.addEventListener("keydown", (event) => press(drawing, event));
  frame.addEventListener("focusin", (event) => focused(drawing, event.target.closest("[data-tip]")));
  frame.addEventListener("focusout", () => hide(drawing));
  drawings.set(root, drawing);
  return drawing;
}

// The content is replaced only when it is another one: a rerun that changes nothing must not flicker.
function show(drawing) {
  const { data, frame, root } = drawing;
  if (!data) return;
  const fits = (text, from) => Boolean(text) && frame.clientWidth > 0 && frame.clientWidth < from;
  const which = fits(data.narrow, data.cut) ? "narrow" : fits(data.middle, data.full) ? "middle" : "svg";
  const wanted = `${data.mark} ${which}`;
  if (wanted === drawing.shown) return;
  const had = root.activeElement?.dataset?.pick;
  hide(drawing);
  // Read as a drawing, not as markup of a page: what came from outside stays text whatever it says.
  const read = new DOMParser().parseFromString(data[which], "image/svg+xml");
  frame.replaceChildren(document.importNode(read.documentElement, true));
  const svg = frame.querySelector("svg");
  if (svg && data.least && which === "svg") svg.style.minWidth = `${data.least}px`;
  share(drawing);
  named(drawing);
  drawing.shown = wanted;
  drawing.which = which;
  // frames.js, where there is something to play.
  if (typeof play === "function") play(drawing);
  const all = marks(drawing);
  const same = had && all.find((mark) => mark.dataset.pick === had);
  stop(drawing, same || all.find((mark) => mark.getAttribute("aria-pressed") === "true") || all[0]);
  if (same) same.focus({ preventScroll: true });
}

// Words that are written once for all texts: for hover, and in one line for the ear. What chooses is a button in a list.
function named(drawing) {
  for (const one of drawing.frame.querySelectorAll("[data-said]")) {
    const words = drawing.data.words[Number(one.dataset.said)];
    one.dataset.tip = words;
    one.setAttribute("aria-label", words.split("\n").map((line) => line.trim()).filter(Boolean).join("; "));
    if (one.dataset.pick === undefined || one.hasAttribute("role")) continue;
    one.parentNode.setAttribute("role", "listitem");
    for (const [name, value] of BUTTON) one.setAttribute(name, value);
  }
}

// Definitions that every text of the drawing uses stand beside it once.
function share(drawing) {
  const { data, root } = drawing;
  if (!data.shared || drawing.shared === data.mark) return;
  root.querySelector("svg.shared")?.remove();
  const read = new DOMParser().parseFromString(data.shared, "image/svg+xml").documentElement;
  const defined = document.importNode(read, true);
  defined.setAttribute("class", "shared");
  root.prepend(defined);
  drawing.shared = data.mark;
}

function marks(drawing) {
  return [...drawing.frame.querySelectorAll("[data-pick]:not([data-again])")];
}

// One stop of the Tab key for the whole drawing; the arrows go on from there.
function stop(drawing, mark) {
  for (const one of marks(drawing)) one.setAttribute("tabindex", one === mark ? "0" : "-1");
}

function pick(drawing, mark) {
  if (!mark) return;
  // The words do not stay over what was chosen.
  drawing.quiet = mark.dataset.pick;
  hide(drawing);
  stop(drawing, mark);
  drawing.choose(mark.dataset.pick);
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function press(drawing, event) {
  const here = event.target.closest("[data-pick]");
  if (event.key === "Escape") hide(drawing);
  if (!here) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(drawing, here);
  } else if (WAYS[event.key]) {
    event.preventDefault();
    const there = nearest(drawing, here, WAYS[event.key]);
    if (there) {
      stop(drawing, there);
      there.focus();
    }
  }
}

// The nearest mark in a direction: what lies aside counts three times.
function nearest(drawing, here, [right, down]) {
  const [x, y] = middle(here);
  let best = null;
  let least = Infinity;
  for (const mark of marks(drawing)) {
    const [other, below] = middle(mark);
    const along = (other - x) * right + (below - y) * down;
    const across = Math.abs((other - x) * down) + Math.abs((below - y) * right);
    const cost = along + 3 * across;
    if (along > 1 && mark !== here && cost < least) {
      best = mark;
      least = cost;
    }
  }
  return best;
}

function middle(mark) {
  const box = mark.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function hover(drawing, event) {
  const mark = event.target.closest?.("[data-tip]");
  if (mark?.dataset.pick !== drawing.quiet) drawing.quiet = null;
  // A finger chooses; what it would hide is in the card.
  if (!mark || drawing.quiet || event.pointerType === "touch") return hide(drawing);
  say(drawing, mark, event.clientX, event.clientY);
}

function focused(drawing, mark) {
  if (!mark || !mark.matches(":focus-visible")) return;
  const box = mark.getBoundingClientRect();
  say(drawing, mark, box.right, box.bottom);
}

function say(drawing, mark, x, y) {
  const { tip } = drawing;
  if (tip.textContent !== mark.dataset.tip) tip.textContent = mark.dataset.tip;
  tip.hidden = false;
  if (tip.showPopover && !tip.matches(":popover-open")) {
    // Above everything, whatever the page's containers are.
    tip.popover = "manual";
    tip.showPopover();
  }
  const box = tip.getBoundingClientRect();
  const left = x + 14 + box.width > innerWidth ? x - 14 - box.width : x + 14;
  const top = y + 16 + box.height > innerHeight ? y - 12 - box.height : y + 16;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

function hide(drawing) {
  const { tip } = drawing;
  if (tip.hidden) return;
  if (tip.popover && tip.matches(":popover-open")) tip.hidePopover();
  tip.hidden = true;
}
