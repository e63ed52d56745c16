// Keeps the clerk's page live, and makes every action one key. Without it the page works by reloading.
"use strict";
(() => {
  const form = document.getElementById("act");
  const say = document.getElementById("say");
  const stale = document.getElementById("stale");
  const parts = ["help", "now", "waiting", "more", "rest"];
  const shown = {};
  let heard = Date.now();
  let asOf = "";
  let working = false;
  let held = null;

  const part = (name) => document.getElementById(name);
  for (const name of parts) shown[name] = part(name).innerHTML;

  // Somebody who is about to press a button in the list must not have another row under the cursor.
  const isWatched = () => {
    const list = part("waiting");
    return list.matches(":hover") || list.contains(document.activeElement);
  };

  const isTyping = (element) => element && element.matches("input, select, textarea");

  function show(name, html) {
    const place = part(name);
    const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = html;
    shown[name] = html;
    if (focused) document.getElementById(focused)?.focus();
  }

  // The rows stay where they are; what is new in them is shown, and who has gone is struck out.
  function refresh(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const rows = new Map();
    for (const row of fresh.querySelectorAll("[data-row]")) rows.set(row.dataset.row, row);
    for (const row of part("waiting").querySelectorAll("[data-row]")) {
      const now = rows.get(row.dataset.row);
      row.classList.toggle("gone", !now);
      for (const button of row.querySelectorAll("button")) button.disabled = !now;
      if (!now) continue;
      row.classList.remove("late", "soon", "calm");
      row.classList.add(now.className);
      for (let index = 0; index < row.cells.length - 1; index += 1) {
        row.cells[index].innerHTML = now.cells[index].innerHTML;
      }
    }
    part("moved").hidden = false;
  }

  function settle() {
    if (held !== null && !isWatched()) {
      show("waiting", held);
      held = null;
    }
  }

  function apply(news, isOwn) {
    for (const name of parts) {
      const html = news[name];
      if (html === undefined || html === shown[name] && !(name === "waiting" && held !== null)) {
        continue;
      }
      if (name === "waiting" && !isOwn && isWatched()) {
        held = html;
        refresh(html);
      } else if (name === "more" && !isOwn && isTyping(document.activeElement)
          && part(name).contains(document.activeElement)) {
        continue;
      } else {
        if (name === "waiting") held = null;
        show(name, html);
      }
    }
  }

  const key = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
    word.toString(16)).join("");

  async function act(button) {
    if (working) return;
    working = true;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", button.value);
    body.set("key", key());
    say.textContent = say.dataset.working;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 10000);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, signal: limit.signal,
        redirect: "manual",
      });
      if (!answer.ok) {
        location.assign("/desk");
        return;
      }
      const news = await answer.json();
      apply(news, true);
      say.textContent = news.say;
    } catch {
      say.textContent = say.dataset.silence;
    } finally {
      clearTimeout(timer);
      working = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) act(event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "k") {
      document.querySelector("[data-key='1']")?.focus();
      return;
    }
    const wanted = CSS.escape(event.key.toLowerCase());
    const button = document.querySelector(`button[data-key="${wanted}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  part("waiting").addEventListener("mouseleave", settle);
  document.addEventListener("focusin", settle);

  const live = new EventSource("/desk/live");
  live.addEventListener("message", (event) => {
    heard = Date.now();
    apply(JSON.parse(event.data), false);
  });
  live.addEventListener("alive", (event) => {
    heard = Date.now();
    const time = new Date(event.data);
    asOf = `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
    stale.hidden = true;
  });
  setInterval(() => {
    if (Date.now() - heard < 35000 && live.readyState !== EventSource.CLOSED) return;
    stale.textContent = stale.dataset.words.replace("{time}", asOf);
    stale.hidden = false;
    if (live.readyState === EventSource.CLOSED) location.assign("/desk");
  }, 1000);
})();
