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

function showProblems() {
  const top = data.problems.filter((problem) => !placeOf(problem));
  for (const problem of data.problems.filter(placeOf)) {
    placeOf(problem).after(make("span", { className: `desk-problem desk-${problem.severity}` }, ...line(problem)));
  }
  if (!top.length) return;
  const wrong = top.some((problem) => problem.severity === "error");
  const items = top.map((problem) => make("li", { className: `desk-${problem.severity}` }, ...line(problem)));
  const lastGood = document.querySelector("body.kind-page h1")?.textContent === "Page not found" ? "there is no page here yet" : "this is the last good page";
  const said = wrong ? `Something has to be mended; until then ${lastGood}` : "To look at";
  const heading = make("h2", { textContent: said, id: "desk-problems" });
  const section = make("section", { className: "desk-problems" }, heading, make("ul", {}, ...items));
  section.setAttribute("aria-labelledby", heading.id);
  (document.querySelector("main") || document.body).prepend(section);
}

// --- the panel -----------------------------------------------------------------------------------------------------

const panel = make("dialog", { className: "desk-panel" });
panel.setAttribute("aria-labelledby", "desk-heading");

function open(entry) {
  const close = make("button", { type: "button", className: "desk-close", textContent: "Close" });
  close.addEventListener("click", () => panel.close());
  const because = make("pre", { className: "desk-because", textContent: entry.why.join("\n"), tabIndex: 0 });
  const made = form(data, entry, () => {
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
}

function showControls() {
  for (const [address, entry] of Object.entries(data.entries)) {
    const at = address === "title" ? document.querySelector("main h1") : document.getElementById(address);
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
