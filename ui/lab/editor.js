// A statement to write: a text area over the same text in colours, with numbers beside it. See editor.py.
const kept = new WeakMap();
const WORDS = new Set(("all and any anti array as asc asof between by case cast cross cube current desc describe distinct else end except exclude " +
  "exists explain analyze extract false filter first following for from full generate glob group grouping having if ilike in inner intersect interval " +
  "into is isnull join lambda last lateral left like limit map natural not notnull null nulls offset on or order outer over partition percent pivot " +
  "preceding qualify range recursive replace right rollup row rows sample select semi sets show similar struct summarize table tablesample then to " +
  "true try_cast unbounded union unnest unpivot using values when where window with date timestamp").split(" "));
const PIECES = /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*(?:'|$)|\$\$[\s\S]*?(?:\$\$|$))|("(?:[^"]|"")*(?:"|$))|(\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|([\p{L}_][\p{L}\p{N}_]*)/gu;
const INSERTED = "observatory-name";
const FORMER = "data-former";
// What no file's name has, and what would show it otherwise than it is.
const NOT_IN_NAMES = /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

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
  const { area, words } = state;
  for (const [name, element] of Object.entries(words)) element.textContent = data.words[name];
  area.setAttribute("aria-describedby", "editor-hint");
  // What a run puts there takes the place of what is written; a run that puts nothing leaves it.
  if (state.given !== data.given) {
    state.given = data.given;
    if (area.value !== data.text) area.value = data.text;
    paint(state);
  } else if (state.wrong !== String(data.wrong)) paint(state);
  mark(state);
  document.removeEventListener(INSERTED, state.insert);
  document.addEventListener(INSERTED, state.insert);
  return () => {
    document.removeEventListener(INSERTED, state.insert);
    document.documentElement.removeAttribute(FORMER);
  };
}

function built(root) {
  const find = (name) => root.querySelector(name);
  const state = { root, number: 0, given: null, wrong: "", area: find("textarea"), lines: find(".numbers"), shown: find("pre"),
    frame: find(".frame"), name: find(".name"), called: find("#editor-called"), file: find("input[type=file]"), said: find(".told"),
    words: { label: find(".editor > label"), run: find(".run"), format: find(".tidy"), hint: find(".hint"), save: find(".save"),
      open: find(".open"), link: find(".link"), called: find(".name label"), file: find(".name button") } };
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
  const { run, format, save, open, link } = state.words;
  run.addEventListener("click", () => state.tell("run"));
  format.addEventListener("click", () => state.tell("format"));
  save.addEventListener("click", () => ask(state, state.name.hidden));
  open.addEventListener("click", () => state.file.click());
  link.addEventListener("click", () => copyLink(state));
  state.name.addEventListener("submit", (event) => {
    event.preventDefault();
    saveAs(state);
  });
  state.name.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    ask(state, false);
    save.focus();
  });
  state.file.addEventListener("change", () => {
    const [file] = state.file.files;
    state.file.value = "";
    if (file) take(state, file);
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    state.frame.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      state.frame.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      const [file] = kind === "drop" ? event.dataTransfer.files : [];
      if (file) take(state, file);
    });
  }
  state.insert = (event) => {
    state.area.focus();
    put(state.area, event.detail);
  };
  return state;
}

function say(state, key, name = "") {
  state.said.textContent = state.data.words[key].replace("{name}", () => name);
}

// What it is to be called is asked below the buttons, or no more.
function ask(state, opens) {
  state.name.hidden = !opens;
  state.words.save.setAttribute("aria-expanded", String(opens));
  if (!opens) return;
  state.called.value = titled(state)[0];
  state.called.select();
  state.called.focus();
}

// As warehouse/written.py tells it: the comment in the first line.
function titleOf(text) {
  const first = text.trimStart().split("\n", 1)[0].trim();
  if (first.startsWith("--")) return first.slice(2).trim();
  return /^\/\*.+\*\/$/.test(first) ? first.slice(2, -2).trim() : "";
}

// What a statement is called, and in how many lines: a shipped one in two languages, of which the page has one.
function titled({ area, data }) {
  const first = (text) => text.trimStart().split("\n").slice(0, data.titles).join("\n");
  if (data.title && first(area.value) === first(data.text)) return [data.title, data.titles];
  const title = titleOf(area.value);
  return [title, title ? 1 : 0];
}

function saveAs(state) {
  const { area, data } = state;
  const called = state.called.value.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ").trim();
  const [before, lines] = titled(state);
  if (called && called !== before) {
    replaceAll(state, [`-- ${called}`, ...area.value.trimStart().split("\n").slice(lines)].join("\n"));
  }
  const name = `${fileName(called) || data.words.untitled}.sql`;
  const url = URL.createObjectURL(new Blob([area.value.trimEnd() + "\n"], { type: "application/sql;charset=utf-8" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  ask(state, false);
  state.words.save.focus();
  say(state, "saved", name);
}

function fileName(text) {
  return [...text.replace(NOT_IN_NAMES, "-").replace(/^[.\s-]+/, "")].slice(0, 80).join("").replace(/[.\s-]+$/, "");
}

async function take(state, file) {
  const { data } = state;
  const name = fileName(file.name) || data.words.untitled;
  if (file.size > data.longest * 4 + 4) return say(state, "too_large", name);
  const text = textOf(new Uint8Array(await file.arrayBuffer()));
  if (text === null) return say(state, "no_text", name);
  if ([...text].length > data.longest) return say(state, "too_large", name);
  replaceAll(state, text.trimEnd());
  say(state, "opened", name);
}

// A file as text: UTF-8, UTF-16 by its mark, else as a Chinese Windows writes it; null where it is none.
function textOf(bytes) {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? ["utf-16le"] : bytes[0] === 0xfe && bytes[1] === 0xff ? ["utf-16be"] : null;
  for (const encoding of wide ?? ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
      return NO_TEXT.test(text) ? null : text;
    } catch {
      continue;
    }
  }
  return null;
}

async function copyLink(state) {
  const { area, data } = state;
  const text = area.value.trimEnd();
  const url = new URL(location.href);
  if (!data.address || text !== data.text.trimEnd()) {
    if ([...text].length > data.in_link) return say(state, "no_link");
    for (const key of ["saved", "q", "up", "across"]) url.searchParams.delete(key);
    url.searchParams.set("q", text);
  }
  say(state, (await copied(url.href)) ? "copied" : "not_copied");
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https a browser has no clipboard but that of a selection.
    const held = document.createElement("textarea");
    const before = document.activeElement;
    held.value = text;
    held.style.position = "fixed";
    held.style.opacity = "0";
    document.body.append(held);
    held.select();
    const done = document.execCommand("copy");
    held.remove();
    before?.focus?.();
    return done;
  }
}

function replaceAll(state, text) {
  state.area.focus();
  state.area.select();
  put(state.area, text);
  state.area.setSelectionRange(0, 0);
  state.frame.scrollTop = 0;
}

// Through the browser's own way where it has one, so that Ctrl+Z takes it back.
function put(area, text) {
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  }
}

// What is shown is the answer of another statement than the one that is written: the page is marked, and says so.
function mark({ area, data }) {
  document.documentElement.toggleAttribute(FORMER, area.value.trim() !== data.ran.trim());
}

function paint(state) {
  const { area, shown, lines, data } = state;
  const text = area.value;
  mark(state);
  state.wrong = String(data.wrong);
  state.said.textContent = "";
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
