"use strict";
// Keeps the page of a ticket as the hub sees its visit. Without it the page is loaded anew by hand.

(() => {
  const ticket = document.getElementById("ticket");
  const stale = document.getElementById("stale");
  const said = document.getElementById("said");
  const pause = document.getElementById("pause");
  const title = document.title;

  // Milliseconds. The hub speaks at least every 15 seconds.
  const lostAfter = 25_000;
  const brokenFor = 5_000;
  const asksAgainAfter = 5_000;
  const buzz = [400, 200, 400, 200, 800];

  let source = null;
  let isPaused = false;
  let heardAt = performance.now();
  let brokenAt = Infinity;

  const now = () => document.getElementById("now").dataset;

  function name() {
    document.title = now().state === "called" ? `${now().first} – ${title}` : title;
  }

  function show(html) {
    const before = { ...now() };
    const focused = ticket.contains(document.activeElement) ? document.activeElement.id : "";
    ticket.innerHTML = html;
    if (focused) document.getElementById(focused)?.focus();
    name();
    if (now().first !== before.first) said.textContent = now().first;
    if (now().state === "called" && before.state !== "called") navigator.vibrate?.(buzz);
    // Nothing more will come.
    if ("over" in now()) stop();
  }

  function hear() {
    heardAt = performance.now();
    brokenAt = Infinity;
    stale.hidden = true;
  }

  function stop() {
    source?.close();
    source = null;
    stale.hidden = true;
    if ("over" in now()) pause.hidden = true;
  }

  function follow() {
    if (source || isPaused || "over" in now()) return;
    const mine = new EventSource(ticket.dataset.events);
    source = mine;
    mine.addEventListener("message", (event) => { hear(); show(event.data); });
    mine.addEventListener("alive", hear);
    mine.addEventListener("error", () => {
      brokenAt = Math.min(brokenAt, performance.now());
      // Mostly the browser tries again by itself; refused, it does not.
      if (source !== mine || mine.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(async () => {
        const answer = await fetch(location.href).catch(() => null);
        // The ticket is of yesterday now.
        if (answer?.status === 404) location.reload();
        else follow();
      }, asksAgainAfter);
    });
  }

  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? pause.dataset.follow : pause.dataset.pause;
    if (isPaused) return stop();
    hear();
    follow();
  });

  pause.hidden = false;
  document.getElementById("reload").hidden = true;
  name();
  follow();
  if ("over" in now()) stop();
  setInterval(() => {
    if (isPaused || "over" in now()) return;
    const at = performance.now();
    stale.hidden = at - heardAt < lostAfter && at - brokenAt < brokenFor;
  }, 1_000);
})();
