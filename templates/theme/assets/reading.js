// What the page can do without, done better where scripts run: footnotes beside their reference, names of marks,
// no keyboard stop at tables that do not scroll, whole addresses and open details in print.

const card = document.createElement("div");
card.className = "note-card";
card.popover = "manual";
card.setAttribute("aria-hidden", "true"); // the footnote itself, which the reference leads to, is what is read aloud

let shownFor = null;
let timer = 0;

function noteOf(reference) {
  return document.getElementById(decodeURIComponent(reference.hash.slice(1)));
}

function fill(note) {
  const copy = document.createElement("div");
  copy.append(...[...note.childNodes].map((node) => node.cloneNode(true)));
  for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  for (const link of copy.querySelectorAll("a")) link.tabIndex = -1;
  card.replaceChildren(...copy.childNodes);
}

function place(reference) {
  const at = reference.getBoundingClientRect();
  const width = card.offsetWidth;
  const height = card.offsetHeight;
  const left = Math.max(16, Math.min(at.left, document.documentElement.clientWidth - width - 16));
  const below = at.bottom + 6;
  const top = below + height < window.innerHeight || at.top < height + 6 ? below : at.top - height - 6;
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${top + window.scrollY}px`;
}

function show(reference) {
  clearTimeout(timer);
  if (shownFor === reference) return;
  const note = noteOf(reference);
  if (!note) return;
  fill(note);
  shownFor = reference;
  if (!card.matches(":popover-open")) card.showPopover();
  place(reference);
}

function hide() {
  clearTimeout(timer);
  shownFor = null;
  if (card.matches(":popover-open")) card.hidePopover();
}

function hideSoon() {
  clearTimeout(timer);
  timer = setTimeout(hide, 250); // long enough to move the pointer onto the card
}

function setUpNotes() {
  const references = document.querySelectorAll("a.footnote-ref");
  if (!references.length || !card.showPopover) return;
  document.body.append(card);
  for (const reference of references) {
    reference.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") {
        clearTimeout(timer);
        timer = setTimeout(show, 120, reference);
      }
    });
    reference.addEventListener("pointerleave", hideSoon);
    reference.addEventListener("focus", () => reference.matches(":focus-visible") && show(reference));
    reference.addEventListener("blur", hideSoon);
    reference.addEventListener("click", hide);
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

// A mark is a letter; the pointer gets the article's name with it.
function setUpMarks() {
  for (const mark of document.querySelectorAll('a.mark[href^="#"]')) {
    const name = document.getElementById(mark.hash.slice(1))?.closest("tr")?.querySelector("a");
    if (name) mark.title = name.textContent;
  }
}

function setUpTables() {
  const boxes = document.querySelectorAll(".table[tabindex]");
  if (!boxes.length) return;
  const look = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth;
    box.toggleAttribute("tabindex", scrolls);
    if (scrolls) box.tabIndex = 0;
  };
  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
  boxes.forEach((box) => watcher.observe(box));
}

function setUpPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
    for (const link of document.querySelectorAll(".footnote li a:not(.footnote-backref)")) link.dataset.address = link.href;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

// A link into a closed <details> opens it: browsers do so for text fragments only.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details:not([open])");
  if (closed) {
    closed.open = true;
    target.scrollIntoView();
  }
}

setUpNotes();
setUpMarks();
setUpTables();
setUpPrint();
openTarget();
addEventListener("hashchange", openTarget);
