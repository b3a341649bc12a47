// What the page can do without, done better where scripts run: footnotes beside their reference, the article beside its
// mark, an address to take away at each heading, roles and names for what reads aloud, no keyboard stop at tables that do not scroll, whole addresses and open
// details in print.

const REFERENCES = 'sup > a[href^="#fn:"]';
const WAYS_BACK = 'a[href^="#fnref"]';
const MARKS = 'a[href^="#article-"]';

const card = document.createElement("div");
card.className = "note-card";
card.popover = "manual";
card.setAttribute("aria-hidden", "true"); // the footnote itself, which the reference leads to, is what is read aloud

let shownFor = null;
let timer = 0;

function targetOf(link) {
  return document.getElementById(decodeURIComponent(link.hash.slice(1)));
}

// What the card shows of an article: its row in the table of articles, without the cells that say nothing.
function articleOf(row) {
  const line = document.createElement("p");
  for (const cell of row.cells) {
    if (line.childNodes.length) line.append(" · ");
    line.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  }
  return line;
}

function fill(note) {
  const copy = document.createElement("div");
  const row = note.closest("tr");
  if (row) copy.append(articleOf(row));
  else copy.append(...[...note.childNodes].map((node) => node.cloneNode(true)));
  for (const back of copy.querySelectorAll(WAYS_BACK)) back.remove();
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
  const note = targetOf(reference);
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
  const references = document.querySelectorAll(`${REFERENCES}, ${MARKS}`);
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

// Said aloud: what kind of link it is, and which of several places a way back leads to.
function setUpNames() {
  for (const reference of document.querySelectorAll(REFERENCES)) reference.role = "doc-noteref";
  for (const back of document.querySelectorAll(WAYS_BACK)) {
    const place = /^#fnref(\d+):/.exec(back.hash)?.[1];
    back.role = "doc-backlink";
    back.ariaLabel = `Back to the text${place ? `, place ${place}` : ""}`;
  }
}

function setUpHeadings() {
  for (const heading of document.querySelectorAll("main :is(h2, h3, h4)[id]")) {
    const link = document.createElement("a");
    link.className = "headerlink controls";
    link.href = `#${heading.id}`;
    link.textContent = "¶";
    link.ariaLabel = `Address of: ${heading.textContent.trim()}`;
    heading.append(" ", link);
  }
}

// Where a table is not laid out as one, some browsers forget that it is one.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "columnheader", TD: "cell" };

function setUpStacks() {
  for (const table of document.querySelectorAll(".stacks")) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) part.role = ROLES[part.tagName];
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
    for (const link of document.querySelectorAll('.footnote li a:not([href^="#"])')) link.dataset.address = link.href;
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

// An address of a claim or statement that moved to the evidence page leads on to it; one that is gone, to the top of the
// brief with a line that says so.
const GONE = "gone";

function leadOn() {
  const hash = location.hash.slice(1);
  if (!hash || document.getElementById(decodeURIComponent(hash))) return;
  if (document.body.classList.contains("kind-evidence")) {
    const brief = document.querySelector(".breadcrumbs li:nth-child(2) a");
    if (brief) location.replace(`${brief.href.split("#")[0]}#${GONE}`);
  } else if (document.body.classList.contains("kind-brief") && hash !== GONE) {
    const evidence = document.querySelector('main .about a[href*="evidence"]');
    if (evidence) location.replace(`${evidence.href.split("#")[0]}#${hash}`);
  } else if (hash === GONE) {
    const line = document.createElement("p");
    line.className = "about";
    line.role = "status";
    line.textContent = "What this link led to no longer stands in the brief.";
    document.querySelector("main h1")?.after(line);
  }
}

leadOn();
setUpNotes();
setUpNames();
setUpHeadings();
setUpStacks();
setUpTables();
setUpPrint();
openTarget();
addEventListener("hashchange", openTarget);
