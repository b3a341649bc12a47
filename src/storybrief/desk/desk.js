// The edit controls of a page under `mkdocs serve`: why the tool decided so, and the override that would change it.
// Words come from articles, so they are only ever set as text.

const script = document.currentScript;
let data; // what the server says of this page

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

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

function field(text, input) {
  return make("label", { className: "desk-field" }, make("span", { textContent: text }), input);
}

// What the editor gives is quoted as JSON does it, which YAML reads too.
function quoted(words) {
  return JSON.stringify(words.trim());
}

function yaml(offer, given, why) {
  const lines = [...offer.lines];
  if (offer.ask !== "nothing") lines.push(offer.key === "to" ? `to: ${given}` : `${offer.key} ${given}`);
  lines.push(`why: ${why}`);
  const indented = lines.map((text, number) => `${data.indent}${number ? "  " : "- "}${text}`);
  return `${data.start}${indented.join("\n")}\n`;
}

const EXAMPLES = { day: "2025-07-08", address: "https://", language: "en" };

function inputFor(offer) {
  if (offer.ask in data.lists) {
    const options = data.lists[offer.ask].map(([text, value]) => make("option", { textContent: text, value }));
    return make("select", {}, ...options);
  }
  if (offer.ask === "number") return make("input", { type: "number", min: 1, value: offer.value });
  return make("input", { type: "text", value: offer.value, placeholder: EXAMPLES[offer.ask] ?? "" });
}

function givenBy(offer, input) {
  if (offer.ask === "number") return input.value || "1";
  return offer.ask in data.lists ? input.value : quoted(input.value);
}

async function copy(area, state) {
  try {
    await navigator.clipboard.writeText(area.value);
    state.textContent = `Copied. Paste it at the end of ${data.file}.`;
  } catch {
    area.focus();
    area.select();
    const done = document.execCommand("copy");
    state.textContent = done ? `Copied. Paste it at the end of ${data.file}.` : `Copy the marked lines to the end of ${data.file}.`;
  }
}

function form(entry) {
  if (!entry.offers.length) return [make("p", { textContent: "None of these words stands in one place only, so no override can quote them." })];
  const which = make("select", { className: "desk-offer" }, ...entry.offers.map((offer, value) => make("option", { textContent: offer.label, value })));
  const why = make("input", { type: "text", className: "desk-why", placeholder: "Readers see it." });
  const asked = make("div", { className: "desk-asked" });
  const area = make("textarea", { className: "desk-yaml", readOnly: true, rows: 6 });
  const state = make("p", { className: "desk-state" });
  const button = make("button", { type: "button", className: "desk-copy", textContent: "Copy the YAML" });
  let input = null;

  function write() {
    const offer = entry.offers[which.value];
    area.value = yaml(offer, givenBy(offer, input), why.value.trim() ? quoted(why.value) : "");
    state.textContent = why.value.trim() ? "" : "Every override says why: give the reason, or write it into the file.";
  }
  function choose() {
    const offer = entry.offers[which.value];
    input = inputFor(offer);
    input.addEventListener("input", write);
    asked.replaceChildren(...(offer.ask === "nothing" ? [] : [field("To what", input)]));
    write();
  }
  state.setAttribute("role", "status");
  which.addEventListener("input", choose);
  why.addEventListener("input", write);
  button.addEventListener("click", () => copy(area, state));
  choose();
  return [
    field("What to change", which),
    asked,
    field("Why", why),
    field(`For ${data.file}`, area),
    button,
    state,
  ];
}

function open(entry) {
  const close = make("button", { type: "button", className: "desk-close", textContent: "Close" });
  close.addEventListener("click", () => panel.close());
  panel.replaceChildren(
    make("h2", { textContent: entry.heading, id: "desk-heading" }),
    make("pre", { className: "desk-because", textContent: entry.why.join("\n"), tabIndex: 0 }),
    ...form(entry),
    close,
  );
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

async function show() {
  const answer = await fetch(new URL(script.dataset.page, script.src));
  if (!answer.ok) return; // the terminal says why
  data = await answer.json();
  showProblems(); // first, for what comes later stands nearer to the words
  showControls();
}

show();
