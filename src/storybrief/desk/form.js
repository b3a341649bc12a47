// What the edit controls of a page and the queue share: the form of an override, its YAML, saving and taking back.
// Words come from articles, so they are only ever set as text.

const deskFolder = new URL(".", document.currentScript.src);
const USUAL = "An editor read the article again.";
const EXAMPLES = { day: "2025-07-08", address: "https://", language: "en" };
const PICKED = ["do: trim", "do: cue"]; // offers that ask for words of the article

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function field(text, input) {
  return make("label", { className: "desk-field" }, make("span", { textContent: text }), input);
}

// --- YAML ------------------------------------------------------------------------------------------------------------

// What the editor gives is quoted as JSON does it, which YAML reads too.
function quoted(words) {
  return JSON.stringify(words.trim());
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
}

// The lines of one override as the file has its own.
function item(data, offer, given, why, where) {
  const lines = [...offer.lines];
  if (offer.pick) lines.push(`where: ${where}`);
  if (offer.ask !== "nothing") lines.push(offer.key === "to" ? `to: ${given}` : `${offer.key} ${given}`);
  if (offer.reason) lines.push(`why: ${why}`);
  return lines.map((text, number) => `${data.indent}${number ? "  " : "- "}${text}\n`).join("");
}

// --- saving ----------------------------------------------------------------------------------------------------------

let posting = false;

// One change at a time: what is taken back is what the editor saw being saved.
async function post(data, deed, asked) {
  if (posting) return { refused: "The last change is still being saved. Try again." };
  posting = true;
  try {
    const headers = { "Content-Type": "application/json", "X-Storybrief-Token": data.token ?? "" };
    const answer = await fetch(new URL(deed, deskFolder), { method: "POST", headers, body: JSON.stringify(asked) });
    return await answer.json();
  } catch {
    return { refused: "Nothing answers here: is “mkdocs serve” still running?" };
  } finally {
    posting = false;
  }
}

// Returns what the server says; where it saved, the page's data know it.
async function save(data, lines) {
  const told = await post(data, "save", { story: data.story, tag: data.tag ?? "", lines });
  if (!told.refused) Object.assign(data, told, { start: "" });
  return told;
}

async function copy(data, area, state) {
  const done = `Copied. Paste it at the end of ${data.file}.`;
  try {
    await navigator.clipboard.writeText(area.value);
    state.textContent = done;
  } catch {
    area.focus();
    area.select();
    state.textContent = document.execCommand("copy") ? done : `Copy the marked lines to the end of ${data.file}.`;
  }
}

// --- the form --------------------------------------------------------------------------------------------------------

function options(data, offer) {
  const place = ([text]) => (offer.near.indexOf(text) + 1 || offer.near.length + 1);
  return [...data.lists[offer.ask]].sort((a, b) => place(a) - place(b));
}

// What is asked for: an element, and a function that gives its YAML; "" until something is chosen.
function inputFor(data, offer) {
  if (offer.ask === "today") return [null, today];
  if (offer.ask === "speakers") {
    const choices = options(data, offer).map(([text, value], number) => {
      const radio = make("input", { type: "radio", name: "desk-to", value });
      const key = value === "null" ? 0 : number + 1;
      const hint = key < 10 ? make("kbd", { textContent: key, ariaHidden: "true" }) : "";
      return make("label", { className: "desk-choice" }, radio, ` ${text} `, hint);
    });
    const group = make("fieldset", { className: "desk-choices" }, make("legend", { textContent: "To whom" }), ...choices);
    return [group, () => group.querySelector("input:checked")?.value ?? ""];
  }
  if (offer.ask in data.lists) {
    const choices = options(data, offer).map(([text, value]) => make("option", { textContent: text, value }));
    const select = make("select", {}, ...choices);
    return [field("To what", select), () => select.value];
  }
  const number = offer.ask === "number";
  const input = make("input", { type: number ? "number" : "text", value: offer.value, placeholder: EXAMPLES[offer.ask] ?? "" });
  if (number) input.min = 1;
  return [field("To what", input), () => (number ? input.value || "1" : input.value.trim() ? quoted(input.value) : "")];
}

// Whether a key belongs to what is being written or chosen there.
function typing(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  return held || event.target.closest("textarea, input:not([type=radio]):not([type=checkbox])") !== null;
}

function missing(offer, given, why, where) {
  if (offer.pick && !where) return "Which words? Select them in the article, or write them.";
  if (offer.ask !== "nothing" && !given) return offer.ask === "speakers" ? "Choose who." : "Say to what.";
  if (offer.reason && !why) return "Every override says why: give the reason, or write it into the file.";
  return "";
}

// The form for an entry. `saved` is called with what the server told. Returns its elements, and how to fill them from
// outside: pick(words) takes words that are selected in the article, pressed(event) a key and says whether it did.
function form(data, entry, saved) {
  if (!entry.offers.length) {
    return { parts: [make("p", { textContent: "None of these words stands in one place only, so no override can quote them." })], pick() {}, pressed: () => false };
  }
  const which = make("select", { className: "desk-offer" }, ...entry.offers.map((offer, value) => make("option", { textContent: offer.label, value })));
  const picked = make("input", { type: "text", className: "desk-where" });
  const pickedField = field("Which words of the article", picked);
  const why = make("input", { type: "text", className: "desk-why", value: USUAL });
  const reasons = make("datalist", { id: "desk-reasons" }, ...(data.reasons ?? []).map((value) => make("option", { value })));
  const whyField = field("Why (readers see it)", why);
  const asked = make("div", { className: "desk-asked" });
  const area = make("textarea", { className: "desk-yaml", readOnly: true, rows: 6 });
  const state = make("p", { className: "desk-state" });
  const keep = make("button", { type: "submit", className: "desk-save", textContent: "Save" });
  const copied = make("button", { type: "button", className: "desk-copy", textContent: "Copy the YAML" });
  let given = () => "";
  let lines = "";

  function write() {
    const offer = entry.offers[which.value];
    const [reason, where] = [why, picked].map((input) => (input.value.trim() ? quoted(input.value) : ""));
    lines = item(data, offer, given(), reason, where);
    area.value = data.start + lines;
    state.textContent = missing(offer, given(), reason, where);
    keep.disabled = state.textContent !== "";
  }
  function choose() {
    const offer = entry.offers[which.value];
    const [element, value] = inputFor(data, offer);
    given = value;
    pickedField.hidden = !offer.pick;
    whyField.hidden = !offer.reason;
    asked.replaceChildren(...(offer.ask === "nothing" || !element ? [] : [element]));
    write();
  }
  function take(number) {
    which.value = number;
    choose();
  }
  async function send(event) {
    event.preventDefault();
    if (keep.disabled || !data.token) return;
    keep.disabled = true;
    state.textContent = "Saving …";
    const told = await save(data, lines);
    keep.disabled = false;
    state.textContent = told.refused ?? `Saved in ${data.file}.`;
    if (!told.refused) saved(told);
  }
  state.setAttribute("role", "status");
  why.setAttribute("list", reasons.id);
  why.addEventListener("focus", () => why.select());
  which.addEventListener("input", choose);
  const whole = make("form", { className: "desk-form", noValidate: true },
    field("What to change", which), pickedField, asked, whyField, reasons, field(`For ${data.file}`, area),
    ...(data.token ? [keep] : []), copied, state);
  for (const one of [picked, why, asked]) one.addEventListener("input", write);
  copied.addEventListener("click", () => copy(data, area, state));
  whole.addEventListener("submit", send);
  choose();
  // A number chooses, Enter saves.
  function pressed(event) {
    if (typing(event)) return false;
    if (/^[0-9]$/.test(event.key)) return number(event.key === "0" ? -1 : event.key - 1);
    if (event.key !== "Enter" || !event.target.matches("input[type=radio]")) return false;
    whole.requestSubmit();
    return true;
  }
  function number(at) {
    const radio = [...asked.querySelectorAll("input[type=radio]")].at(at);
    if (!radio) return false;
    radio.checked = true;
    radio.focus();
    write();
    return true;
  }
  return {
    pressed,
    parts: [whole],
    pick(words, inside) {
      const offer = entry.offers[which.value];
      const wanted = entry.offers.findIndex((one) => (inside ? one.lines[0] === "do: trim" : one.pick));
      if (!offer.pick && !PICKED.includes(offer.lines[0]) && wanted >= 0) take(wanted);
      const now = entry.offers[which.value];
      const input = now.pick ? picked : PICKED.includes(now.lines[0]) ? asked.querySelector("input") : null;
      if (input) input.value = words;
      write();
    },
  };
}

// The words that are selected inside `element`, on one line, and whether they lie in what is marked as said; or null.
function selectedIn(element) {
  const selection = getSelection();
  if (selection.isCollapsed || !element.contains(selection.anchorNode) || !element.contains(selection.focusNode)) return null;
  const words = selection.toString().replace(/\s+/g, " ").trim();
  const inMark = [selection.anchorNode, selection.focusNode].every((node) => node.parentElement.closest("mark"));
  return words ? { words, inMark } : null;
}
