// The edit controls of a page under `mkdocs serve`: why the tool decided so, and the override that would change it.
// Words come from articles, so they are only ever set as text.

const script = document.currentScript;
let data; // what the server says of this page

// --- problems, at the place they concern or on top -----------------------------------------------------------------

function placeOf(problem) {
  return problem.at && document.getElementById(problem.at);
}

function line(problem) {
  return [make("code", { textContent: problem.place }), ` ${problem.message} `, make("small", { textContent: problem.code })];
}

// What has to be mended stands open; what is only to be looked at is folded, so that the page is seen as readers see it.
function showProblems() {
  const top = data.problems.filter((problem) => !placeOf(problem));
  const here = new Map();
  for (const problem of data.problems.filter(placeOf)) here.set(placeOf(problem), [...(here.get(placeOf(problem)) ?? []), problem]);
  for (const [place, problems] of here) {
    const lines = problems.map((problem) => make("p", { className: `desk-${problem.severity}` }, ...line(problem)));
    const named = problems.length > 1 ? `${problems.length} to look at` : "to look at";
    place.after(make("details", { className: "desk-problem" }, make("summary", { textContent: named }), ...lines));
  }
  const wrong = top.filter((problem) => problem.severity === "error");
  const others = top.filter((problem) => problem.severity !== "error");
  const parts = [];
  if (wrong.length) {
    const lastGood = document.querySelector("body.kind-page h1")?.textContent === "Page not found" ? "there is no page here yet" : "this is the last good page";
    parts.push(make("h2", { textContent: `Something has to be mended; until then ${lastGood}`, id: "desk-problems" }), items(wrong));
  }
  if (others.length) parts.push(make("details", {}, make("summary", { textContent: `${others.length} to look at` }), items(others)));
  if (!parts.length) return;
  const section = make("section", { className: "desk-problems" }, ...parts);
  if (wrong.length) section.setAttribute("aria-labelledby", "desk-problems");
  else section.setAttribute("aria-label", "To look at");
  (document.querySelector("main") || document.body).prepend(section);
}

function items(problems) {
  return make("ul", {}, ...problems.map((problem) => make("li", { className: `desk-${problem.severity}` }, ...line(problem))));
}

// --- the panel -----------------------------------------------------------------------------------------------------

const panel = make("dialog", { className: "desk-panel" });
panel.setAttribute("aria-labelledby", "desk-heading");

let made = null; // the form in it

function open(entry) {
  const close = make("button", { type: "button", className: "desk-close", textContent: "Close" });
  close.addEventListener("click", () => panel.close());
  const because = make("pre", { className: "desk-because", textContent: entry.why.join("\n"), tabIndex: 0 });
  made = form(data, entry, () => {
    panel.close();
    showBar();
  });
  const picked = () => {
    const found = selectedIn(because);
    if (found) made.pick(found.words, true);
  };
  because.addEventListener("mouseup", picked);
  because.addEventListener("keyup", picked);
  panel.replaceChildren(make("h2", { textContent: entry.heading, id: "desk-heading" }), because, ...made.parts, close);
  panel.showModal();
  (panel.querySelector(".desk-asked input") ?? panel.querySelector(".desk-offer"))?.focus();
}

panel.addEventListener("keydown", (event) => {
  if (made?.pressed(event)) event.preventDefault();
});

// The rows of “They disagree” have no addresses: they are counted.
function rowOf(number) {
  const rows = document.querySelectorAll("#they-disagree + .table tbody tr");
  const known = Object.keys(data.entries).filter((address) => address.startsWith("row-"));
  return rows.length === known.length ? rows[number].cells[0].appendChild(make("span")) : null;
}

function elementOf(address) {
  if (address === "title") return document.querySelector("main h1");
  return address.startsWith("row-") ? rowOf(address.slice(4)) : document.getElementById(address);
}

function showControls() {
  for (const [address, entry] of Object.entries(data.entries)) {
    const at = elementOf(address);
    if (!at) continue;
    const button = make("button", { type: "button", className: "desk-edit", textContent: "edit" });
    button.dataset.address = address;
    button.setAttribute("aria-label", `edit: ${entry.heading.toLowerCase()} “${(at.textContent.trim() || at.parentElement.textContent.trim()).slice(0, 60)}”`);
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => open(entry));
    if (/^H\d$/.test(at.tagName)) at.append(button);
    else at.after(button);
  }
  document.body.append(panel);
}

// --- what stands at the window's edge: the way to the queue, and taking back -----------------------------------------

const bar = make("aside", { className: "desk-bar" });
bar.setAttribute("aria-label", "Desk");

function showBar() {
  const queue = make("a", { href: new URL(".", script.src), textContent: "What to look at" });
  const state = make("span", { className: "desk-told" });
  state.setAttribute("role", "status");
  const undo = make("button", { type: "button", className: "desk-undo", textContent: `Take back the last change of ${data.last}` });
  undo.addEventListener("click", async () => {
    const told = await post(data, "undo", {});
    state.textContent = told.refused ?? "Taken back; the page loads again.";
    if (!told.refused) undo.remove();
  });
  bar.replaceChildren(queue, ...(data.token && data.last ? [undo] : []), state);
  document.body.append(bar);
}

async function show() {
  const answer = await fetch(new URL(script.dataset.page, script.src));
  if (!answer.ok) return; // the terminal says why
  data = await answer.json();
  showProblems(); // first, for what comes later stands nearer to the words
  showControls();
  showBar();
}

show();
