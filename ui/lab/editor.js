// A statement to write: a text area over the same text in colours, with numbers beside it. See editor.py.
const kept = new WeakMap();
const WORDS = new Set(("all and any anti array as asc asof between by case cast cross cube current desc describe distinct else end except exclude " +
  "exists explain analyze extract false filter first following for from full generate glob group grouping having if ilike in inner intersect interval " +
  "into is isnull join lambda last lateral left like limit map natural not notnull null nulls offset on or order outer over partition percent pivot " +
  "preceding qualify range recursive replace right rollup row rows sample select semi sets show similar struct summarize table tablesample then to " +
  "true try_cast unbounded union unnest unpivot using values when where window with date timestamp").split(" "));
const PIECES = /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*(?:'|$)|\$\$[\s\S]*?(?:\$\$|$))|("(?:[^"]|"")*(?:"|$))|(\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|([\p{L}_][\p{L}\p{N}_]*)/gu;
const INSERTED = "observatory-name";

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".editor");
  const state = kept.get(root) ?? built(root);
  kept.set(root, state);
  state.data = data;
  state.tell = (action) => {
    state.number = Math.max(state.number, data.heard) + 1;
    // Not a trigger: one is lost where another run is asked for before the run that would take it.
    setStateValue("told", { number: state.number, action, text: state.area.value });
  };
  const { area, label, run, tidy, hint } = state;
  label.textContent = data.label;
  run.textContent = data.run;
  tidy.textContent = data.format;
  hint.textContent = data.hint;
  area.setAttribute("aria-describedby", "editor-hint");
  // What a run puts there takes the place of what is written; a run that puts nothing leaves it.
  if (state.given !== data.given) {
    state.given = data.given;
    if (area.value !== data.text) area.value = data.text;
    paint(state);
  } else if (state.wrong !== String(data.wrong)) paint(state);
  document.removeEventListener(INSERTED, state.insert);
  document.addEventListener(INSERTED, state.insert);
  return () => document.removeEventListener(INSERTED, state.insert);
}

function built(root) {
  const find = (name) => root.querySelector(name);
  const state = { root, number: 0, given: null, wrong: "", area: find("textarea"), label: find("label"), lines: find(".numbers"),
    shown: find("pre"), run: find(".run"), tidy: find(".tidy"), hint: find(".hint"), frame: find(".frame") };
  state.area.addEventListener("input", () => paint(state));
  state.area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      state.tell("run");
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      // A new line begins where the last one did. The Tab key goes on to the buttons, as everywhere.
      const before = state.area.value.slice(0, state.area.selectionStart);
      const indent = /[^\n]*$/.exec(before)[0].match(/^ */)[0];
      if (indent) {
        event.preventDefault();
        put(state.area, `\n${indent}`);
      }
    }
  });
  state.run.addEventListener("click", () => state.tell("run"));
  state.tidy.addEventListener("click", () => state.tell("format"));
  state.insert = (event) => {
    state.area.focus();
    put(state.area, event.detail);
  };
  return state;
}

// Through the browser's own way where it has one, so that Ctrl+Z takes it back.
function put(area, text) {
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  }
}

function paint(state) {
  const { area, shown, lines, data } = state;
  const text = area.value;
  state.wrong = String(data.wrong);
  // A line is wrong as long as the text is the one that was refused.
  const wrong = text === data.text ? data.wrong : 0;
  const pieces = [];
  let at = 0;
  const plain = (piece) => pieces.push(document.createTextNode(piece));
  for (const found of text.matchAll(PIECES)) {
    const [piece, comment, quoted, , number, word] = found;
    const kind = comment !== undefined ? "comment" : quoted !== undefined ? "quoted" : number !== undefined ? "number"
      : word !== undefined && WORDS.has(word.toLowerCase()) ? "word" : "";
    if (!kind) continue;
    plain(text.slice(at, found.index));
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = piece;
    pieces.push(span);
    at = found.index + piece.length;
  }
  plain(text.slice(at));
  plain("\n");
  shown.replaceChildren(...pieces);
  const count = text.split("\n").length;
  lines.replaceChildren(...Array.from({ length: count }, (_, n) => {
    const line = document.createElement("span");
    line.textContent = n + 1;
    if (n + 1 === wrong) line.className = "wrong";
    return line;
  }));
  state.frame.style.setProperty("--wrong", wrong || 0);
  state.frame.classList.toggle("refused", Boolean(wrong));
  if (wrong) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
}
