// Search over the index that Pagefind writes beside the pages. Everything found is article text and so not trusted:
// it reaches the page as text nodes only; of an excerpt's HTML the <mark> pairs alone are understood.

const SHOWN = 20; // pages listed; a longer list wants better words, not more scrolling
const SECTIONS = 4; // sections listed of one page

const dialog = document.getElementById("search");
const field = document.getElementById("search-words");
const openers = document.querySelectorAll("[data-search-open]");
const status = dialog.querySelector("[data-search-status]");
const list = dialog.querySelector("[data-search-results]");
const filterBox = dialog.querySelector("[data-search-filters]");
const siteRoot = new URL(`${document.documentElement.dataset.baseUrl.replace(/\/$/, "")}/`, location.href);

let loading = null; // one promise for all who ask: opening and the first words may come while the index is fetched
let asked = 0; // the number of the latest question: an older answer that comes late is dropped
let wanted = false; // Enter was pressed: go to the first result as soon as it is there

function load() {
  loading ??= start().catch((error) => {
    loading = null; // the index may have been made meanwhile
    throw error;
  });
  return loading;
}

async function start() {
  const pagefind = await import(new URL("pagefind/pagefind.js", siteRoot).href);
  await pagefind.options({ baseUrl: siteRoot.pathname, excerptLength: 28 });
  await pagefind.init();
  offerFilters(await pagefind.filters());
  return pagefind;
}

// --- an excerpt's text, with the words found marked ---------------------------------------------------------------

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decoded(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const point = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function excerpt(html) {
  const paragraph = make("p", "excerpt");
  html.split(/<mark>(.*?)<\/mark>/s).forEach((part, index) => {
    if (index % 2) paragraph.append(make("mark", "", decoded(part)));
    else paragraph.append(decoded(part));
  });
  return paragraph;
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// --- results ------------------------------------------------------------------------------------------------------

function link(url, text) {
  const anchor = make("a", "hit", text);
  anchor.href = url;
  return anchor;
}

// An article has one heading, so its hits are placed by the anchor of their paragraph.
function exactPlace(page) {
  const first = Math.min(...(page.locations ?? []));
  const before = (page.anchors ?? []).filter((anchor) => anchor.location <= first && anchor.element === "p");
  return before.length ? `${page.url}#${before.at(-1).id}` : page.url;
}

function sectionsOf(page) {
  return page.sub_results.filter((section) => section.anchor && section.anchor.element !== "h1");
}

function item(page) {
  const entry = make("li");
  const sections = sectionsOf(page);
  const { title, kind, story } = page.meta;
  const where = [kind, story !== title ? story : null].filter(Boolean).join(" · ");
  if (where) entry.append(make("p", "where", where));
  entry.append(link(sections.length ? page.url : exactPlace(page), title || page.url));
  if (!sections.length) entry.append(excerpt(page.excerpt));
  const parts = make("ul");
  for (const section of sections.slice(0, SECTIONS)) {
    const part = make("li");
    part.append(link(section.url, section.title), excerpt(section.excerpt));
    parts.append(part);
  }
  if (parts.children.length) entry.append(parts);
  return entry;
}

function chosenFilters() {
  const chosen = {};
  for (const select of filterBox.querySelectorAll("select")) if (select.value) chosen[select.name] = select.value;
  return chosen;
}

// Without words, what the filters leave is listed: the newest story first, then the pages that have no day.
async function newestFirst(engine, filters) {
  const left = await engine.search(null, { filters });
  const days = Object.entries(left.filters.date ?? {}).flatMap(([day, pages]) => (pages ? [day] : []));
  const dated = [];
  for (const day of days.sort().reverse()) {
    if (dated.length >= SHOWN) break;
    dated.push(...(await engine.search(null, { filters: { ...filters, date: day } })).results);
  }
  const first = new Set(dated.map((result) => result.id));
  return [...dated, ...left.results.filter((result) => !first.has(result.id))];
}

async function search() {
  const question = ++asked;
  const words = field.value.trim();
  const filters = chosenFilters();
  if (!words && !Object.keys(filters).length) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  status.textContent = "Searching …";
  let engine;
  try {
    engine = await load();
  } catch {
    list.replaceChildren();
    status.textContent = "There is no search index on this site. It is made after the pages are built.";
    return;
  }
  const results = words ? (await engine.search(words, { filters })).results : await newestFirst(engine, filters);
  const pages = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  if (question !== asked) return;
  list.replaceChildren(...pages.map(item));
  const total = results.length;
  const more = total > SHOWN ? `; the first ${SHOWN} are shown` : "";
  const nothing = words ? `Nothing found for “${words}”.` : "Nothing found.";
  status.textContent = total ? `Found on ${total} ${total === 1 ? "page" : "pages"}${more}.` : nothing;
  if (wanted) list.querySelector("a")?.focus();
  wanted = false;
}

// A choice is offered only where there is something to choose between.
function offerFilters(filters) {
  const labels = { story: "Story", speaker: "Speaker", outlet: "Outlet", month: "Month", kind: "Pages" };
  const choices = Object.entries(labels).filter(([name]) => Object.keys(filters[name] ?? {}).length > 1);
  for (const [name, label] of choices) {
    const select = make("select");
    select.name = name;
    select.append(new Option("all", ""));
    for (const value of Object.keys(filters[name]).sort()) select.append(new Option(name === "kind" ? `${value}s` : value, value));
    select.addEventListener("change", search);
    const choice = make("label", "", `${label} `);
    choice.append(select);
    filterBox.append(choice);
  }
  filterBox.hidden = !choices.length;
}

// --- opening, closing, keys ---------------------------------------------------------------------------------------

function open() {
  if (dialog.open) return;
  dialog.showModal();
  field.select();
  load().catch(() => {}); // said when a search is tried
}

function move(event, step) {
  const hits = [...list.querySelectorAll("a")];
  const at = hits.indexOf(document.activeElement);
  const next = at + step;
  if (!hits.length || (at < 0 && step < 0)) return;
  event.preventDefault();
  if (next < 0) field.focus();
  else hits[Math.min(next, hits.length - 1)].focus();
}

let typing = 0;
field.addEventListener("input", () => {
  wanted = false;
  clearTimeout(typing);
  typing = setTimeout(search, 180);
});
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  wanted = true;
  search();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault(); // a search field would only empty itself
    dialog.close();
  }
  if (event.target.tagName === "SELECT") return;
  if (event.key === "ArrowDown") move(event, 1);
  if (event.key === "ArrowUp") move(event, -1);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-search-close], a.hit")) dialog.close();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  open();
});
for (const opener of openers) {
  opener.hidden = false;
  opener.addEventListener("click", open);
}
