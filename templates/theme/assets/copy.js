// Quoting a brief: beside each statement a control that copies its words with speaker, outlet, date and address; beside
// each claim, statement and figure of a brief a link to its own address. The words are those of the page, who said them
// and where is what the brief's brief.json says. Everything is set as text.

// On a brief; of words that several articles have, the first address has the words in it and the others none.
const HERE = 'main span[id^="s-"]:not(:empty)';
const ELSEWHERE = "main span.said"; // on the page of a person or an outlet, with a link to the brief behind it
const ADDRESSED = `main span[id^="c-"]:not([class]), ${HERE}, main span[id^="f-"]`;

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// --- what is copied ------------------------------------------------------------------------------------------------

const pending = new Map(); // address of a brief -> its brief.json, fetched when first asked for

function fetched(address) {
  if (!pending.has(address)) {
    const answer = fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
    answer.catch(() => pending.delete(address));
    pending.set(address, answer);
  }
  return pending.get(address);
}

// What is known of a statement: an array of who and where. `outlets` are all that have the words, where a page says so;
// `also` are the addresses of the same words in other articles.
async function sourceOf(address, outlets, also) {
  const brief = await fetched(new URL(/\/evidence\/$/.test(address.pathname) ? "../brief.json" : "brief.json", address).href);
  const [said, ...others] = [address.hash.slice(1), ...also].map((id) => brief.statements.find((one) => one.address === id));
  const [article, ...more] = [said, ...others].map((one) => brief.articles.find((known) => known.id === one.article));
  const speaker = said.speaker || said.mention?.words || "speaker not resolved";
  const relay = said.relay ? [`${said.relay.kind === "told" ? "told to" : "through"} ${said.relay.words}`] : [];
  const outlet = outlets || [...new Set([article, ...more].map((one) => one.outlet).filter(Boolean))].join(", ");
  const where = said.kind === "direct" ? outlet || "outlet not given" : `in the words of ${outlet || "an article whose outlet is not given"}`;
  return [speaker, ...relay, where, article.published || "undated"];
}

function plain(words, source, address) {
  return `${words} — ${source.join(", ")}. ${address}`;
}

// Whatever means something to Markdown, or to the HTML in it, is escaped; some of it does so at the beginning only.
function escaped(text) {
  return text
    .replace(/[\\`*_[\]<>|~&$]/g, "\\$&")
    .replace(/^[#+=-]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

function markdown(words, source, address) {
  return `> ${escaped(words)}\n>\n> — [${escaped(source.join(", "))}](<${address}>)`;
}

// --- the dialog ----------------------------------------------------------------------------------------------------

const dialog = make("dialog", { className: "copy-dialog" });
dialog.setAttribute("aria-labelledby", "copy-heading");
const state = make("p", { className: "copy-state" });
state.setAttribute("role", "status");

async function copy(area) {
  area.select();
  let done = true;
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    area.focus();
    done = document.execCommand("copy"); // where the clipboard is refused: a page without HTTPS
  }
  state.textContent = done ? "Copied" : "Copy the marked text with the keyboard.";
}

function offer(name, value) {
  const area = make("textarea", { value, readOnly: true, rows: 4 });
  const button = make("button", { type: "button", textContent: `Copy ${name}` });
  button.addEventListener("click", () => copy(area));
  return [make("label", {}, make("span", { textContent: name[0].toUpperCase() + name.slice(1) }), area), button];
}

async function open(words, address, outlets, also) {
  const close = make("button", { type: "button", className: "copy-close", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  const offers = make("div");
  state.textContent = "";
  dialog.replaceChildren(make("h2", { id: "copy-heading", textContent: "Copy this statement" }), offers, state, close);
  dialog.showModal();
  try {
    const source = await sourceOf(address, outlets, also);
    offers.append(...offer("plain text", plain(words, source, address.href)), ...offer("Markdown", markdown(words, source, address.href)));
    offers.querySelector("button").focus();
  } catch {
    state.textContent = "Who said it and where could not be loaded. Try again.";
  }
}

// --- the controls --------------------------------------------------------------------------------------------------

function wordsOf(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

// Controls stand after what belongs to the words: their cue and notes.
function place(element, controls) {
  let after = element;
  while (after.nextSibling && after.nextSibling.nodeName !== "BR") after = after.nextSibling;
  after.after(controls);
}

function shortened(words) {
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
}

function copyButton(element, address, outlets, also = []) {
  const button = make("button", { type: "button", className: "copy", textContent: "copy" });
  button.setAttribute("aria-label", `copy: ${shortened(wordsOf(element))}`);
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => open(wordsOf(element), address, outlets, also));
  return button;
}

function control(element) {
  const address = new URL(`#${element.id}`, location.href);
  const link = make("a", { className: "own-address", href: address.hash, textContent: "#", title: "Address of these words" });
  link.setAttribute("aria-label", `Address of: ${shortened(wordsOf(element))}`);
  const controls = make("span", { className: "controls" }, link);
  if (element.matches(HERE)) {
    const also = [...element.parentElement.querySelectorAll(':scope > span[id^="s-"]:empty')].map((one) => one.id);
    controls.prepend(copyButton(element, address, "", also));
  }
  place(element, controls);
}

function controlElsewhere(element) {
  const line = element.parentElement;
  const address = new URL(line.querySelector('a[href*="#s-"]').href);
  const outlets = wordsOf(line.querySelector(".outlets")).replace("outlet not given", "");
  place(element, make("span", { className: "controls" }, copyButton(element, address, outlets)));
}

const addressed = document.querySelectorAll(ADDRESSED);
const elsewhere = document.querySelectorAll(ELSEWHERE);
addressed.forEach(control);
elsewhere.forEach(controlElsewhere);
if (addressed.length || elsewhere.length) document.body.append(dialog);
