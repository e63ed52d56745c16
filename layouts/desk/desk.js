// Keeps the clerk's page live, and makes every action one key. Without it the page works by reloading.
"use strict";
(() => {
  const form = document.getElementById("act");
  const say = document.getElementById("say");
  const stale = document.getElementById("stale");
  const selected = document.getElementById("selected");
  const keys = document.getElementById("keys");
  const parts = ["help", "now", "waiting", "more", "rest"];
  const lists = ["help", "waiting", "rest"];
  // What must hold still while a hand is where: what stands above moves what stands below.
  const guards = { help: ["help"], waiting: ["waiting", "rest"], rest: ["rest"] };
  // Nobody is about to press where a hand has rested for so long.
  const rest = 10000;
  const shown = {};
  // What came while somebody was about to press; it is shown when the hand is away.
  const held = new Map();
  let heard = Date.now();
  let asOf = "";
  let working = false;
  // What was asked and never answered: the same press again has the same key, and is done once.
  let unanswered = null;
  let pointerMoved = 0;
  let keyPressed = 0;
  let isPressing = false;
  let isUnseen = false;
  // When each list was last shown anew.
  const changed = { help: 0, waiting: 0, rest: 0 };
  let live = null;

  const part = (name) => document.getElementById(name);
  for (const name of parts) shown[name] = part(name).innerHTML;

  const isTyping = (element) => element && element.matches("input, select, textarea");
  const rowOf = (element) => element?.closest?.("[data-row]") ?? null;
  const isRecent = (time) => Date.now() - time < rest;

  // Somebody who is about to press something in a list must not have another line under the cursor.
  function isWatched(name) {
    const places = guards[name].map(part);
    const isHandHere = places.some((place) => place.matches(":hover"));
    if (isHandHere && (isPressing || isRecent(pointerMoved))) return true;
    const row = rowOf(document.activeElement);
    return isRecent(keyPressed) && row !== null && places.some((place) => place.contains(row));
  }

  const isTypingInMore = () =>
    isTyping(document.activeElement) && part("more").contains(document.activeElement);

  // Where the focus was; when that is gone, its line, and at last the part.
  function refocus(place, id, row) {
    const choices = [id && document.getElementById(id),
      row && place.querySelector(`[data-row="${CSS.escape(row)}"]`), place];
    choices.find((element) => element && !element.disabled)?.focus({ preventScroll: true });
  }

  // What was typed and not yet sent stays, as long as it is about the same visit.
  function typed(place) {
    const fields = [...place.querySelectorAll("input, select, textarea")];
    const about = document.getElementById("do-note")?.value;
    const values = fields.filter((field) => field.type !== "checkbox"
      && field.value !== (field.defaultValue ?? field.options[0]?.value))
      .map((field) => [field.id, field.value]);
    return () => {
      if (about !== document.getElementById("do-note")?.value) return;
      for (const [id, value] of values) {
        const field = document.getElementById(id);
        if (field) field.value = value;
      }
    };
  }

  function show(name, html) {
    const place = part(name);
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    const [id, row] = [focused?.id, rowOf(focused)?.dataset.row];
    const restore = name === "more" ? typed(place) : () => {};
    place.innerHTML = html;
    shown[name] = html;
    held.delete(name);
    restore();
    if (lists.includes(name)) changed[name] = Date.now();
    if (focused && focused !== place) refocus(place, id, row);
    hideKeys(place);
  }

  // The lines stay where they are; what is new in them is shown, and who has gone is struck out.
  function refresh(name, html) {
    const place = part(name);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const rows = new Map();
    for (const row of fresh.querySelectorAll("[data-row]")) rows.set(row.dataset.row, row);
    const known = [...place.querySelectorAll("[data-row]")];
    for (const row of known) {
      const now = rows.get(row.dataset.row);
      const focused = row.contains(document.activeElement) ? document.activeElement : null;
      row.classList.toggle("gone", !now);
      if (!now) {
        for (const button of row.querySelectorAll("button")) button.disabled = true;
        if (focused) row.focus({ preventScroll: true });
        continue;
      }
      row.className = now.className;
      if (row.innerHTML === now.innerHTML) continue;
      row.innerHTML = now.innerHTML;
      if (focused && focused !== row) refocus(row, focused.id, "");
      if (document.activeElement === document.body && focused) row.focus({ preventScroll: true });
    }
    const title = fresh.getElementById("waiting-title");
    if (title) part("waiting-title").textContent = title.textContent;
    const isOther = [...rows.keys()].join() !== known.map((row) => row.dataset.row).join();
    if (name === "waiting" && isOther) part("moved").hidden = false;
    // Somebody who calls for help is shown at once; the newest stands last.
    if (name === "help") {
      const list = place.querySelector("ul");
      const isKnown = (id) => known.some((row) => row.dataset.row === id);
      for (const [id, row] of rows) if (list && !isKnown(id)) list.append(row);
    }
    hideKeys(place);
  }

  function settle() {
    for (const [name, html] of [...held]) {
      if (name === "more" ? !isTypingInMore() : !isWatched(name)) show(name, html);
    }
  }

  function apply(news) {
    for (const name of parts) {
      const html = news[name];
      if (html === undefined || html === shown[name] && !held.has(name)) continue;
      if (lists.includes(name) && isWatched(name) && part(name).querySelector("[data-row]")) {
        held.set(name, html);
        refresh(name, html);
      } else if (name === "more" && isTypingInMore() && !news.say) {
        held.set(name, html);
      } else {
        show(name, html);
      }
    }
  }

  // MARK: Acting

  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
    word.toString(16)).join("");

  // What belongs to the button, and nothing that stands in other fields.
  function bodyOf(button) {
    const body = new URLSearchParams();
    for (const name of ["token", "at", "about"]) body.set(name, form.elements[name].value);
    for (const field of button.closest(".field")?.querySelectorAll("[name]") ?? []) {
      if (field === button || field.type === "checkbox" && !field.checked) continue;
      body.set(field.name, field.value);
    }
    body.set("do", button.value);
    // A note that was typed and not kept goes along with what is done next about its visit; one that
    // is too long was refused, and holds up nothing.
    const note = document.getElementById("note");
    const about = document.getElementById("do-note")?.value.slice("note:".length);
    if (note && note.value !== note.defaultValue && !body.has("note")
      && note.value.length <= note.dataset.most && button.value.endsWith(`:${about}`)) {
      body.set("typed", about);
      body.set("typedNote", note.value);
    }
    return body;
  }

  // What was done is not typed any more; a field whose text was refused keeps it.
  function empty(button) {
    for (const field of button.closest(".field")?.querySelectorAll("input, textarea") ?? []) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = field.defaultValue;
    }
  }

  // What was said goes when it is old, or it would contradict what the page shows by then.
  function tell(words) {
    say.textContent = words;
    setTimeout(() => { if (say.textContent === words) say.textContent = ""; }, 30000);
  }

  // There was no answer: said as long as it takes to be read, also when the page hears news at once.
  let silentSince = 0;
  function tellSilence() {
    silentSince = Date.now();
    say.textContent = say.dataset.silence;
  }

  async function act(button) {
    if (working) return;
    working = true;
    const body = bodyOf(button);
    const wanted = body.toString();
    if (unanswered?.wanted !== wanted) unanswered = { wanted, key: newKey() };
    body.set("key", unanswered.key);
    say.textContent = say.dataset.working;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 10000);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, signal: limit.signal,
        redirect: "manual",
      });
      // Logged out: the page to log in comes instead.
      if (answer.type === "opaqueredirect") return location.assign("/desk");
      const news = await answer.json();
      if (answer.status < 500) unanswered = null;
      if (news.reload) return location.assign("/desk");
      if (news.done) {
        empty(button);
        const note = document.getElementById("note");
        if (body.has("typed") && note) note.value = note.defaultValue;
      }
      apply(news);
      tell(news.say);
    } catch {
      tellSilence();
    } finally {
      clearTimeout(timer);
      working = false;
    }
  }

  // More about one visit; without one, about the one at the counter.
  async function look(about) {
    form.elements.about.value = about;
    try {
      const answer = await fetch(`/desk?visit=${encodeURIComponent(about)}`, {
        headers: { Accept: "application/json" }, redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return location.assign("/desk");
      const news = await answer.json();
      if (news.more) show("more", news.more);
      part("more").focus();
      listen();
    } catch {
      tellSilence();
    }
  }

  // A wrong number in one field stops its own button, and no other.
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    const fields = [...button?.closest(".field")?.querySelectorAll("input, select, textarea") ?? []];
    if (button && fields.every((field) => field.reportValidity())) act(button);
  });

  // The second half of a double click, or a line that has just come under a resting pointer, was not
  // meant: what is pressed must have been seen. Pressing moves the focus, and that may show a list.
  document.addEventListener("mousedown", (event) => {
    const row = rowOf(event.target);
    isUnseen = row !== null && lists.some((name) => changed[name] > pointerMoved
      && guards[name].some((place) => part(place).contains(row)));
    isPressing = true;
  }, true);
  const release = () => setTimeout(() => { isPressing = false; });
  document.addEventListener("mouseup", release, true);
  document.addEventListener("dragend", release, true);
  window.addEventListener("blur", release);
  document.addEventListener("click", (event) => {
    if (event.target.closest("button") && (event.detail > 1 || event.detail > 0 && isUnseen)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const link = event.target.closest("a[data-about]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    look(link.dataset.about);
  }, true);

  // Whoever leaves the counter with a visit is told once.
  let leaving = 0;
  function mayLeave(event) {
    const label = part("now").querySelector(".held .label")?.textContent;
    if (!label || Date.now() - leaving < rest) return;
    event.preventDefault();
    leaving = Date.now();
    tell(say.dataset.held.replace("{label}", label));
  }
  document.querySelector("form[action='/desk/log-out']")?.addEventListener("submit", mayLeave);
  for (const link of document.querySelectorAll("a[href='/desk/place']")) {
    link.addEventListener("click", mayLeave);
  }

  // MARK: Keys

  const areKeysOn = () => keys.checked;

  function hideKeys(place) {
    if (areKeysOn()) return;
    for (const button of place.querySelectorAll("[aria-keyshortcuts]")) {
      button.removeAttribute("aria-keyshortcuts");
    }
  }

  function useKeys() {
    document.body.classList.toggle("no-keys", !areKeysOn());
    for (const name of parts) show(name, held.get(name) ?? shown[name]);
  }

  // The line above or below; the first key chooses the first who waits.
  function choose(step) {
    const current = rowOf(document.activeElement)?.dataset.row;
    const before = [...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
    for (const [name, html] of [...held]) if (lists.includes(name)) show(name, html);
    const rows = [...document.querySelectorAll("[data-row]")];
    if (rows.length === 0) return;
    const first = Math.max(0, rows.findIndex((row) => part("waiting").contains(row)));
    // From one that has gone on to its neighbour.
    const place = before.indexOf(current);
    const next = place < 0 ? undefined : (step > 0 ? before.slice(place + 1)
      : before.slice(0, place).reverse()).find((id) => rows.some((row) => row.dataset.row === id));
    const index = place < 0 ? first
      : next === undefined ? rows.findIndex((row) => row.dataset.row === current)
      : rows.findIndex((row) => row.dataset.row === next);
    const row = rows[Math.max(0, index)];
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    announce(row, rows);
  }

  function announce(row, rows) {
    const cells = row.cells ? [...row.cells].slice(0, -1) : [...row.querySelectorAll("strong, span")];
    const words = cells.map((cell) => cell.innerText.replace(/\s+/g, " ").trim()).filter(Boolean);
    selected.textContent = selected.dataset.words.replace("{row}", words.join(", "))
      .replace("{index}", rows.indexOf(row) + 1).replace("{count}", rows.length);
  }

  const within = (place, attribute, key) => [...place.querySelectorAll(`[${attribute}]`)]
    .find((button) => button.getAttribute(attribute) === key && !button.disabled);

  function enter(button) {
    const field = document.getElementById(button.dataset.field);
    field.focus();
    // What a colleague wrote is not typed over.
    if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
    else field.select?.();
  }

  async function press(key) {
    const row = rowOf(document.activeElement);
    const own = row && !row.classList.contains("gone") && within(row, "data-row-key", key);
    if (own) return own.click();
    const button = within(document, "data-key", key)
      ?? within(part("help"), "data-row-key", key);
    const isAboutVisit = button ? /^(note|add|merge):/.test(button.value) : "tjl".includes(key);
    const about = row?.querySelector("a[data-about]")?.dataset.about;
    if (isAboutVisit && about && !(button?.value ?? "").endsWith(about)) {
      await look(about);
      const fresh = within(document, "data-key", key);
      if (fresh) enter(fresh);
      return;
    }
    if (button?.dataset.field) return enter(button);
    if (button) return button.click();
    const isOfRow = isAboutVisit || within(document, "data-row-key", key);
    if (!row && isOfRow) say.textContent = say.dataset.choose;
    // Or the sentence before would seem to be the answer.
    else tell(say.dataset.nothing.replace("{key}", key));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && event.key.length === 1) {
      return;
    }
    const target = event.target;
    if (isTyping(target)) {
      const button = target.closest(".field")?.querySelector("button");
      if (event.key === "Escape") target.blur();
      if (event.key === "Enter" && button && !event.shiftKey) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    keyPressed = Date.now();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (event.key === "Escape") {
      if (rowOf(target)) target.blur();
      return;
    }
    if (event.key === "Enter" && target.matches("[data-row]")) {
      target.querySelector("a[data-about]")?.click();
      return;
    }
    if (!areKeysOn() || event.key.length !== 1 || event.key === " ") return;
    if (event.key.toLowerCase() === "k") {
      document.querySelector("[data-key='1']")?.focus();
      return;
    }
    event.preventDefault();
    press(event.key.toLowerCase());
  });

  keys.addEventListener("change", () => {
    localStorage.setItem("desk-keys", areKeysOn() ? "on" : "off");
    useKeys();
  });
  part("keys-choice").hidden = false;
  if (localStorage.getItem("desk-keys") === "off") {
    keys.checked = false;
    useKeys();
  }

  document.addEventListener("mousemove", () => { pointerMoved = Date.now(); });
  for (const name of lists) part(name).addEventListener("mouseleave", settle);
  document.addEventListener("focusin", settle);
  document.addEventListener("focusout", () => setTimeout(settle));

  // MARK: Live

  function listen() {
    live?.close();
    live = new EventSource(`/desk/live?at=${form.elements.at.value}&visit=${form.elements.about.value}`);
    live.addEventListener("message", (event) => {
      heard = Date.now();
      apply(JSON.parse(event.data));
    });
    live.addEventListener("alive", (event) => {
      heard = Date.now();
      const time = new Date(event.data);
      if (say.textContent === say.dataset.silence && !working && !isRecent(silentSince)) {
        say.textContent = "";
      }
      asOf = `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
      stale.hidden = true;
    });
  }

  listen();
  setInterval(() => {
    settle();
    if (Date.now() - heard < 35000 && live.readyState !== EventSource.CLOSED) return;
    stale.textContent = stale.dataset.words.replace("{time}", asOf);
    stale.hidden = false;
    if (live.readyState === EventSource.CLOSED) location.assign("/desk");
  }, 1000);
})();
