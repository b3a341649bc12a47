// What to look at over all stories, worst first: one thing at a time, with its article beside it.
// Words come from articles, so they are only ever set as text.

const main = document.querySelector("main");
const list = document.querySelector(".queue-list");
const count = document.querySelector(".queue-count");
const stories = new Map(); // name -> what the server says of it
let site = {}; // token, last
let current = null; // the thing that is shown
let made = null; // its form, when that is open
let loading = true;

// --- what there is to do ---------------------------------------------------------------------------------------------

function byRank(a, b) {
  return a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1];
}

function everything() {
  const every = [...stories.values()].flatMap((data) => data.items.map((thing) => ({ ...thing, data })));
  return every.sort(byRank);
}

async function load(name) {
  const answer = await fetch(new URL(`queue/${encodeURIComponent(name)}.json`, deskFolder));
  const data = await answer.json();
  if (!answer.ok) return stories.delete(name);
  stories.set(name, data);
  site = { token: data.token, last: data.last };
}

function keyHint(text) {
  return make("kbd", { textContent: text, ariaHidden: "true" });
}

// --- the list --------------------------------------------------------------------------------------------------------

function showList(every) {
  const left = loading ? ", and more is being read" : "";
  count.textContent = every.length ? `${every.length} open${left}` : loading ? "The stories are being read …" : "Nothing is open.";
  const rows = every.map((thing) => {
    const words = thing.sides.flatMap((side) => side.text).find(([, kind]) => kind === "mark")?.[0] ?? thing.sides[0]?.named ?? "";
    const button = make("button", { type: "button" }, make("b", { textContent: thing.heading }), make("span", { textContent: words }), make("small", { textContent: thing.data.story }));
    if (thing.id === current?.id) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => show(thing.id, true));
    return make("li", {}, button);
  });
  const old = list.querySelector("details");
  const details = make("details", { open: old ? old.open : innerWidth >= 960 }, make("summary", { textContent: "All that is open" }), make("ol", {}, ...rows));
  list.replaceChildren(details);
  const here = list.querySelector("[aria-current]");
  if (here && details.open && innerWidth >= 960) here.scrollIntoView({ block: "nearest" });
}

// --- one thing -------------------------------------------------------------------------------------------------------

function sideOf(side) {
  const paragraphs = [[]];
  for (const [words, kind] of side.text) {
    if (words === "\n") paragraphs.push([]);
    else paragraphs.at(-1).push(kind === "mark" ? make("mark", { textContent: words }) : kind ? make("span", { className: "queue-sentence", textContent: words }) : words);
  }
  const link = make("a", { href: new URL(`../${side.href}`, deskFolder), textContent: side.named });
  const head = make("h3", {}, make("span", { className: "queue-letter", textContent: side.letter }), " ", link);
  const text = make("div", { className: "queue-text" }, ...paragraphs.filter((one) => one.length).map((parts) => make("p", {}, ...parts)));
  const pick = () => picked(text);
  text.addEventListener("mouseup", pick);
  text.addEventListener("keyup", pick);
  return make("section", { className: "queue-side" }, head, text, make("p", { className: "queue-place" }, make("code", { textContent: side.place })));
}

function picked(text) {
  const found = selectedIn(text);
  if (!found) return;
  wrong(false);
  made?.pick(found.words, found.inMark);
}

function show(id, focus) {
  const every = everything();
  current = every.find((thing) => thing.id === id) ?? null;
  made = null;
  showList(every);
  if (!current) {
    main.replaceChildren(make("p", { className: "queue-none", textContent: loading ? "The stories are being read …" : "Nothing is left to look at." }), doings());
    return;
  }
  const heading = make("h2", { textContent: current.heading });
  const where = make("p", { className: "queue-story" }, make("a", { href: new URL(`../${encodeURIComponent(current.data.story)}/`, deskFolder), textContent: current.data.story }));
  const because = make("details", { className: "queue-why" }, make("summary", { textContent: "Why the tool decided so" }), make("pre", { textContent: current.entry.why.join("\n"), tabIndex: 0 }));
  const parts = [where, heading, make("p", { className: "queue-told", textContent: current.told }), make("div", { className: "queue-sides" }, ...current.sides.map(sideOf)), doings(), make("div", { className: "queue-form" })];
  if (current.entry.why.length) parts.push(because);
  main.replaceChildren(...parts);
  if (focus) main.focus({ preventScroll: innerWidth >= 960 });
}

function doings() {
  const button = (text, key, deed, className) => {
    const one = make("button", { type: "button", className }, text, keyHint(key));
    one.addEventListener("click", deed);
    return one;
  };
  const parts = [];
  if (current?.right.length && site.token) parts.push(button(`${current.yes} `, "r", right, "queue-right"));
  if (current?.entry.offers.length) parts.push(button(current.yes === "Not the same" ? "The same … " : current.yes ? "Wrong … " : "Mend … ", "w", () => wrong(true), "queue-wrong"));
  if (current) parts.push(button("Next ", "n", () => step(1), "queue-next"));
  if (site.last && site.token) parts.push(button("Undo ", "u", undo, "queue-undo"));
  const keys = make("input", { type: "checkbox", checked: usesKeys() });
  keys.addEventListener("change", () => localStorage.setItem("storybrief-keys", keys.checked ? "on" : "off"));
  const state = make("p", { className: "queue-state" });
  state.setAttribute("role", "status");
  return make("div", { className: "queue-doings" }, ...parts, make("label", { className: "queue-keys" }, keys, " keys n, p, r, w, u, 0–9"), state);
}

function tell(words) {
  const state = main.querySelector(".queue-state");
  if (state) state.textContent = words;
}

// --- doing it --------------------------------------------------------------------------------------------------------

function step(by) {
  const every = everything();
  const at = every.findIndex((thing) => thing.id === current?.id);
  if (every.length) show(every[(at + by + every.length) % every.length].id, true);
}

// After a save: the story as it is now, and the thing that stands where the last one stood.
async function again(story, words, id) {
  const at = everything().findIndex((thing) => thing.id === (id ?? current?.id));
  await load(story);
  const every = everything();
  const next = every[at]?.id === current?.id ? at + 1 : at;
  show((id && every.find((thing) => thing.id === id)?.id) ?? every[Math.max(0, Math.min(next, every.length - 1))]?.id, true);
  tell(words);
}

async function right() {
  const thing = current;
  if (!thing?.right.length || !site.token) return;
  const lines = thing.right.map((offer) => item(thing.data, offer, today(), quoted(USUAL), "")).join("");
  tell("Saving …");
  const told = await save(thing.data, lines);
  if (told.refused) tell(told.refused);
  else await again(thing.data.story, `Saved in ${thing.data.file}.`);
}

function wrong(focus) {
  if (!current?.entry.offers.length) return;
  if (!made) {
    const { data } = current;
    made = form(data, current.entry, () => again(data.story, `Saved in ${data.file}.`));
    main.querySelector(".queue-form").replaceChildren(...made.parts);
  }
  if (focus) (main.querySelector(".desk-asked input") ?? main.querySelector(".desk-offer")).focus();
}

async function undo() {
  if (!site.last) return tell("Nothing is there to take back.");
  const told = await post(site, "undo", {});
  if (told.refused) return tell(told.refused);
  await again(told.story, `Taken back in briefs/${told.story}/overrides.yml.`);
}

// --- keys ------------------------------------------------------------------------------------------------------------

function usesKeys() {
  return localStorage.getItem("storybrief-keys") !== "off";
}

const KEYS = { n: () => step(1), p: () => step(-1), r: right, w: () => wrong(true), u: undo };

document.addEventListener("keydown", (event) => {
  if (!usesKeys() || typing(event)) return;
  if (/^[0-9]$/.test(event.key) && current) wrong(false);
  if (made?.pressed(event)) event.preventDefault();
  else if (KEYS[event.key] && !event.target.closest("select")) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

async function start() {
  const answer = await fetch(new URL("queue.json", deskFolder));
  const told = await answer.json();
  site = { token: told.token, last: told.last };
  show(null, false);
  for (const name of told.stories) {
    await load(name);
    if (!current) show(everything()[0]?.id, false);
    else showList(everything());
  }
  loading = false;
  if (current && !made) show(current === everything()[0] ? current.id : everything()[0].id, false);
  else show(current?.id, false);
}

start();
