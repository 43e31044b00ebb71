// The page's language, declared; and Streamlit's own names of controls in it. Streamlit writes them in English only
// and offers no option: a name it sets is replaced as it appears, and put back when the reader takes English.
const NAMES = ["aria-label", "aria-roledescription", "title", "placeholder"];
// Where Streamlit's own words stand as text. What the page says itself is never looked at.
const WORDS = [
  "a, li",
  ...["^=stDataFrame", "$=VirtualDropdown", "=stStatusWidget", "=stTooltipContent", "=stDialog", "=search-result-area"].map(
    (place) => `[data-testid${place.replace("=", '="')}"]`),
  "[aria-live], [role=status], .stDataFrameStatisticsMenu, .stDataFrameColumnFormattingMenu",
].join(", ");
const OF_THE_PAGE = "canvas, .stHtml, [data-testid=stMarkdownContainer]:not([data-testid=stTooltipContent] *)";
let names = {};
let patterns = [];
const said = new WeakMap(); // of an element or a text: what Streamlit had written, and what stands instead

function inWords(text) {
  const words = text.trim();
  if (Object.hasOwn(names, words)) return names[words];
  for (const [pattern, ours] of patterns) {
    const found = words.match(pattern);
    if (found) return ours.replace(/\{(\w+)\}/g, (whole, place) => found.groups[place] ?? whole);
  }
  return text;
}

// "Remove {name}" as an expression that finds the name.
function expression(theirs) {
  const plain = theirs.replace(/[.*+?^$()|[\]\\/]/g, "\\$&");
  return new RegExp(`^${plain.replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`, "s");
}

function put(node, key, now, write) {
  const kept = said.get(node) ?? {};
  const original = kept[key]?.now === now ? kept[key].original : now;
  const wanted = inWords(original);
  if (wanted !== original || kept[key]) said.set(node, { ...kept, [key]: { original, now: wanted } });
  if (wanted !== now) write(wanted);
}

function name(element) {
  for (const key of NAMES) {
    const now = element.getAttribute(key);
    if (now) put(element, key, now, (words) => element.setAttribute(key, words));
  }
}

function text(node) {
  const element = node.parentElement;
  if (!node.nodeValue.trim() || !element?.closest(WORDS) || element.closest(OF_THE_PAGE)) return;
  put(node, "text", node.nodeValue, (words) => (node.nodeValue = words));
}

function texts(element) {
  const all = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) text(all.currentNode);
}

// A tile's label, figure and change are three paragraphs to Streamlit: one group, named by all three.
const PARTS = '[data-testid="stMetricLabel"], [data-testid="stMetricValue"], [data-testid="stMetricDelta"], [data-testid="stCaptionContainer"]';
let tiles = 0;

function group(tile) {
  const parts = [...tile.querySelectorAll(PARTS)];
  for (const part of parts) part.id ||= `spoken-${(tiles += 1)}`;
  const ids = parts.map((part) => part.id).join(" ");
  if (!ids || tile.getAttribute("aria-labelledby") === ids) return;
  tile.setAttribute("role", "group");
  tile.setAttribute("aria-labelledby", ids);
}

function nameAll(root) {
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const tile = root.closest('[data-testid="stMetric"]');
  for (const one of tile ? [tile] : root.querySelectorAll('[data-testid="stMetric"]')) group(one);
  name(root);
  for (const element of root.querySelectorAll(NAMES.map((key) => `[${key}]`).join(", "))) name(element);
  if (root.closest(WORDS)) texts(root);
  else for (const element of root.querySelectorAll(WORDS)) texts(element);
}

// A table is one stop of the Tab key, as any grid: arrows walk its cells. Streamlit's takes Tab for an arrow to the right.
// The focus is on its canvas or, for who hears the page, on a cell within.
function leave(event) {
  if (event.key === "Tab" && event.target.closest?.('canvas[data-testid="data-grid-canvas"]')) event.stopImmediatePropagation();
}

// Streamlit calls this anew when the data changes, and may end the one before only after that: each takes away its own.
let stop = () => {};

export default function ({ data }) {
  stop();
  names = data.names;
  patterns = data.patterns.map(([theirs, ours]) => [expression(theirs), ours]);
  document.documentElement.lang = data.lang;
  nameAll(document.body);
  const seen = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") name(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach((node) => (node.nodeType === Node.TEXT_NODE ? text(node) : nameAll(node)));
    }
  });
  seen.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  const leaving = (event) => leave(event);
  document.addEventListener("keydown", leaving, true);
  stop = () => {
    seen.disconnect();
    document.removeEventListener("keydown", leaving, true);
  };
  return stop;
}
