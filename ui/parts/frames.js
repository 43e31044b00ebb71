// What plays a drawing's frames: a slider, a button and what is said of the stop, under the drawing. See Frames in drawing.py.
// It stands behind drawing.js in one module, which calls `play` whenever it has drawn.
const PACE = 750; // milliseconds a frame
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function play(drawing) {
  const { frames, mark } = drawing.data;
  if (!drawing.player) drawing.player = build(drawing);
  const player = drawing.player;
  if (player.mark !== mark) {
    // Another answer: begin where the page stands.
    halt(player);
    player.mark = mark;
    player.at = frames.at;
    player.slider.max = frames.names.length - 1;
    player.slider.setAttribute("aria-label", frames.words.slider);
  }
  const [left, right, width] = frames.axis[drawing.which];
  player.row.style.maxWidth = `${width}px`;
  player.row.style.setProperty("--left", `${(100 * left) / width}%`);
  player.row.style.setProperty("--wide", `${(100 * (right - left)) / width}%`);
  player.moving = [...drawing.frame.querySelectorAll("[data-frame]")];
  player.signs = [...drawing.frame.querySelectorAll("[data-sign]")];
  turn(drawing, player.at);
}

function build(drawing) {
  const make = (kind, name) => Object.assign(document.createElement(kind), { className: name });
  const player = { row: make("div", "player"), button: make("button", "run"), slider: make("input", "stops"),
    name: make("output", "stop"), offer: make("button", "offer"), at: 0, timer: 0, mark: null };
  player.button.type = player.offer.type = "button";
  Object.assign(player.slider, { type: "range", min: 0, step: 1 });
  const said = make("div", "said");
  said.append(player.name, player.offer);
  player.row.append(player.button, player.slider, said);
  player.button.addEventListener("click", () => run(drawing));
  player.slider.addEventListener("input", () => { halt(player); turn(drawing, Number(player.slider.value)); });
  player.offer.addEventListener("click", () => { halt(player); drawing.choose(drawing.data.frames.picks[player.at]); });
  drawing.root.append(player.row);
  return player;
}

// From the end it begins anew; at the end it stops. Who wants no motion gets one stop for each press.
function run(drawing) {
  const player = drawing.player;
  const last = drawing.data.frames.names.length - 1;
  if (player.timer) {
    halt(player);
    turn(drawing, player.at);
    return;
  }
  const next = () => {
    const at = player.at >= last ? 0 : player.at + 1;
    if (calm.matches || at >= last) halt(player);
    if (!drawing.frame.isConnected) return halt(player);
    turn(drawing, at);
  };
  if (!calm.matches) player.timer = setInterval(next, PACE);
  next();
}

function halt(player) {
  clearInterval(player.timer);
  player.timer = 0;
}

function turn(drawing, at) {
  const { frames } = drawing.data;
  const { player, frame } = drawing;
  player.at = Math.min(Math.max(at, 0), frames.names.length - 1);
  at = player.at;
  player.slider.value = at;
  player.slider.setAttribute("aria-valuetext", [frames.names[at], frames.told[at]].filter(Boolean).join(", "));
  player.slider.style.setProperty("--share", `${(100 * at) / Math.max(1, frames.names.length - 1)}%`);
  const word = player.timer ? frames.words.halt : calm.matches ? frames.words.step : frames.words.run;
  player.button.textContent = player.timer ? "❚❚" : "▶";
  player.button.setAttribute("aria-label", word);
  player.button.title = word;
  player.name.textContent = frames.names[at];
  player.offer.textContent = frames.offers[at];
  player.offer.hidden = !frames.picks[at];
  for (const one of frame.querySelectorAll("[data-stop-name]")) one.textContent = frames.names[at];
  for (const one of frame.querySelectorAll("[data-stop-told]")) one.textContent = frames.told[at];
  const [left, right] = frames.axis[drawing.which];
  const x = left + ((right - left) * at) / Math.max(1, frames.names.length - 1);
  for (const one of frame.querySelectorAll("[data-cursor]")) one.setAttribute("transform", `translate(${x} 0)`);
  const classes = frames.classes[at];
  const figures = frames.figures[at].split("|");
  const kind = (place) => frames.kinds[classes.charCodeAt(place) - 48];
  for (const one of player.moving) {
    const place = Number(one.dataset.frame);
    const [fill, , , words] = kind(place);
    one.setAttribute("fill", fill);
    const owner = one.closest("[data-tip]");
    if (!owner) continue;
    const told = words.replace("{period}", frames.names[at]).replace("{figure}", figures[place]);
    const [name, ...rest] = owner.dataset.tip.split("\n");
    rest[0] = told;
    owner.dataset.tip = [name, ...rest].join("\n");
    owner.setAttribute("aria-label", [name, ...rest].join("; "));
  }
  for (const one of player.signs) {
    const [, ink, hollow] = kind(Number(one.dataset.sign));
    one.setAttribute("fill", ink && !hollow ? ink : "none");
    one.setAttribute("stroke", ink || "none");
  }
}
