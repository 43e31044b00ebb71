// Sliders for weights that add up to a hundred: what one takes, the others give in their proportions. See sliders.py.
const kept = new WeakMap();
const MOST = 100;

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".weights");
  const state = kept.get(root) ?? { told: 0, shares: [], base: [], rows: [] };
  kept.set(root, state);
  if (state.rows.length !== data.names.length) build(root, state, data);
  state.tell = () => {
    state.told = Math.max(state.told, data.heard) + 1;
    // Not a trigger: one is lost where another run is asked for before the run that would take it.
    setStateValue("weights", { number: state.told, shares: [...state.shares] });
  };
  state.rows.forEach((row, at) => {
    row.name.textContent = data.names[at];
    row.name.title = data.names[at];
    row.input.setAttribute("aria-label", data.labels[at]);
    row.tick.style.left = place(data.ticks[at]);
  });
  // A run that began before the last change knows nothing of it.
  if (!(data.heard < state.told)) show(state, data.shares);
}

function build(root, state, data) {
  state.rows = data.names.map((_, at) => {
    const row = { label: document.createElement("label") };
    row.name = document.createElement("span");
    row.name.className = "name";
    const track = document.createElement("span");
    track.className = "track";
    row.tick = document.createElement("span");
    row.tick.className = "tick";
    row.input = document.createElement("input");
    Object.assign(row.input, { type: "range", min: 0, max: MOST, step: 1 });
    row.output = document.createElement("output");
    track.append(row.tick, row.input);
    row.label.append(row.name, track, row.output);
    row.input.addEventListener("pointerdown", () => { state.base = [...state.shares]; });
    row.input.addEventListener("keydown", () => { state.base = [...state.shares]; });
    row.input.addEventListener("input", () => {
      if (!state.base.length) state.base = [...state.shares];
      show(state, balanced(state.base, at, Number(row.input.value)));
    });
    row.input.addEventListener("change", () => { state.base = []; state.tell(); });
    return row;
  });
  root.replaceChildren(...state.rows.map((row) => row.label));
}

// The thumb's middle runs from 7 pixels on to 7 before the end.
function place(share) {
  return `calc(7px + (100% - 14px) * ${share / MOST})`;
}

function show(state, shares) {
  state.shares = shares;
  state.rows.forEach((row, at) => {
    row.input.value = shares[at];
    row.input.style.setProperty("--share", place(shares[at]));
    row.input.setAttribute("aria-valuetext", `${shares[at]}%`);
    row.output.textContent = `${shares[at]}%`;
  });
}

// The others keep their proportions; what whole numbers leave over goes to the largest remainders.
function balanced(base, at, share) {
  const rest = MOST - share;
  const others = base.reduce((sum, one, place) => (place === at ? sum : sum + one), 0);
  const exact = base.map((one, place) => {
    if (place === at) return share;
    return others ? (rest * one) / others : rest / (base.length - 1);
  });
  const whole = exact.map(Math.floor);
  const order = exact.map((one, place) => [one - whole[place], place]).filter(([, place]) => place !== at);
  order.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
  let over = MOST - whole.reduce((sum, one) => sum + one, 0);
  for (const [, place] of order) {
    if (over-- <= 0) break;
    whole[place] += 1;
  }
  return whole;
}
