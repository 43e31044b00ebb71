// The page's language, declared; and Streamlit's own names of controls in it. Streamlit writes them in English only
// and offers no option: a name it sets is replaced as it appears, and put back when the reader takes English.
const NAMES = ["aria-label", "title"];
const WORDS = "a, li";
let names = {};
let starts = [];
const said = new WeakMap(); // of an element: what Streamlit had written, and what stands instead

function inWords(text) {
  if (Object.hasOwn(names, text)) return names[text];
  const start = starts.find(([begin]) => text.startsWith(begin));
  return start ? start[1].replace("{name}", text.slice(start[0].length)) : text;
}

function put(element, key, now, write) {
  const kept = said.get(element) ?? {};
  const original = kept[key]?.now === now ? kept[key].original : now;
  const wanted = inWords(original);
  if (wanted !== original || kept[key]) said.set(element, { ...kept, [key]: { original, now: wanted } });
  if (wanted !== now) write(wanted);
}

function name(element) {
  for (const key of NAMES) {
    const now = element.getAttribute(key);
    if (now) put(element, key, now, (words) => element.setAttribute(key, words));
  }
  const only = element.matches(WORDS) && element.childNodes.length === 1 ? element.firstChild : null;
  if (only?.nodeType === Node.TEXT_NODE) put(element, "text", only.nodeValue, (words) => (only.nodeValue = words));
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
  for (const element of root.querySelectorAll(`[aria-label], [title], ${WORDS}`)) name(element);
}

export default function ({ data }) {
  names = data.names;
  starts = Object.entries(data.starts);
  document.documentElement.lang = data.lang;
  nameAll(document.body);
  const seen = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") name(change.target);
      else change.addedNodes.forEach(nameAll);
    }
  });
  seen.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: NAMES });
  return () => seen.disconnect();
}
