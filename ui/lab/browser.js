// The tables that may be read, each opened to its columns; a name that is pressed goes into the statement. See browser.py.
const kept = new WeakMap();
const INSERTED = "observatory-name";

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".browser");
  // The same tables in the same language stay as they were opened.
  if (kept.get(root) === data.mark) return;
  kept.set(root, data.mark);
  root.replaceChildren(...JSON.parse(data.schemas).map((schema) => section(schema, data)));
  stop(root, places(root)[0]);
  root.onkeydown = (event) => press(root, event);
  if (!root.dataset.heard) root.addEventListener("focusin", (event) => { if (event.target.matches("summary, button")) stop(root, event.target); });
  root.dataset.heard = "yes";
}

// One stop of the Tab key for the whole list: sixty tables would lie between the menu and the statement.
function places(root) {
  return [...root.querySelectorAll("summary, details[open] button")];
}

function stop(root, place) {
  for (const one of root.querySelectorAll("summary, button")) one.tabIndex = one === place ? 0 : -1;
}

// Up and down go from name to name, right opens a table, left closes it or goes up to it.
function press(root, event) {
  const here = event.target;
  const all = places(root);
  const table = here.closest("details");
  if (!table || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) all[all.indexOf(here) + step]?.focus();
  else if (event.key === "Home") all[0].focus();
  else if (event.key === "End") all.at(-1).focus();
  else if (event.key === "ArrowRight" && here.matches("summary")) table.open = true;
  else if (event.key === "ArrowLeft" && here.matches("summary")) table.open = false;
  else if (event.key === "ArrowLeft") table.querySelector("summary").focus();
  else return;
  event.preventDefault();
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function section(schema, data) {
  const part = element("section");
  const head = element("h2", "", schema.name);
  head.append(" ", element("small", "", schema.told));
  part.append(head, ...schema.tables.map((table) => opened(table, data)));
  return part;
}

// Columns are made when a table is opened: there are hundreds of them.
function opened(table, data) {
  const details = element("details");
  const summary = element("summary");
  summary.append(element("span", "name", table.name.split(".").pop()), element("span", "rows", table.rows));
  if (table.meaning) summary.title = table.meaning;
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    const list = element("ul");
    list.append(row(table.name, "", data.whole, data), ...table.columns.map(([name, type, meaning]) => row(name, type, meaning, data)));
    details.append(list);
  });
  return details;
}

function row(name, type, meaning, data) {
  const item = element("li");
  const button = element("button");
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute("aria-label", data.insert.replace("{name}", name) + (meaning ? ` (${meaning})` : ""));
  if (meaning) button.title = meaning;
  button.append(element("span", "name", name), element("span", "rows", type));
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent(INSERTED, { detail: name })));
  item.append(button);
  if (meaning) item.append(element("span", "meaning", meaning));
  return item;
}
