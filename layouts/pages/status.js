"use strict";
// The start page follows the office by itself: it shows what the hub sends, can be paused, and says when
// it is cut off. Without this file the page shows what was so when it was loaded.

(() => {
  const live = document.getElementById("live");
  if (!live || !window.EventSource) return;

  // Milliseconds. The hub speaks at least every 15 seconds.
  const lostAfter = 25_000;
  const brokenFor = 5_000;
  const retryAfter = 20_000;
  const hiddenFor = 60_000;
  const quietFor = 60_000;

  const words = live.dataset;
  const asOf = document.getElementById("as-of");
  const button = document.getElementById("pause");
  const link = document.getElementById("link");
  const said = document.getElementById("said");
  const clock = new Intl.DateTimeFormat("de-DE", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone,
  });
  let source = null;
  let known = "";
  let isPaused = false;
  let isLost = false;
  let heard = Date.now();
  let spoken = Date.now();
  let toSay = 0;
  let lost = 0;
  let retry = 0;
  let hidden = 0;

  function tell(text) {
    if (link.textContent !== text) link.textContent = text;
  }

  // Puts new parts in place of those that changed; the rest, and where the reader is, stays.
  function show(html) {
    const news = document.createElement("template");
    news.innerHTML = html;
    for (const part of news.content.querySelectorAll("[data-part]")) {
      const old = live.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!old || old.outerHTML === part.outerHTML) continue;
      const focus = old.contains(document.activeElement) ? document.activeElement : null;
      const place = focus ? [...old.querySelectorAll("a")].indexOf(focus) : -1;
      old.replaceWith(part);
      if (place >= 0) part.querySelectorAll("a")[place]?.focus({ preventScroll: true });
    }
    announce();
  }

  // Not each number that comes or goes: at most once a minute.
  function announce() {
    if (summary() === known || toSay) return;
    toSay = setTimeout(() => {
      toSay = 0;
      if (isPaused || summary() === known) return;
      spoken = Date.now();
      known = said.textContent = summary();
    }, Math.max(0, spoken + quietFor - Date.now()));
  }

  function summary() {
    return live.querySelector("[data-said]")?.dataset.said ?? "";
  }

  function alive(at) {
    heard = Date.now();
    clearTimeout(lost);
    lost = 0;
    const time = new Date(at);
    if (!Number.isNaN(time.getTime())) {
      asOf.textContent = words.asOf.replace("{time}", clock.format(time));
    }
    if (isLost) tell(words.back);
    isLost = false;
  }

  function lose() {
    lost = 0;
    if (isPaused || isLost) return;
    isLost = true;
    tell(words.lost);
  }

  function connect() {
    close();
    const mine = new EventSource(words.live);
    source = mine;
    heard = Date.now();
    mine.onmessage = (event) => show(event.data);
    mine.addEventListener("alive", (event) => alive(event.data));
    mine.onerror = () => {
      lost ||= setTimeout(lose, brokenFor);
      // Refused, because too many read: the browser does not try again by itself.
      if (mine.readyState === EventSource.CLOSED && source === mine) {
        retry = setTimeout(connect, retryAfter * (1 + Math.random()));
      }
    };
  }

  function close() {
    source?.close();
    source = null;
    clearTimeout(retry);
    clearTimeout(lost);
    lost = 0;
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    isLost = false;
    button.textContent = isPaused ? words.resume : words.pause;
    tell(isPaused ? words.paused : "");
    if (isPaused) close();
    else connect();
  });

  // A page that nobody looks at leaves its place to others.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(close, hiddenFor);
    else if (!isPaused && !source) connect();
  });

  // A link that only fell silent makes no error.
  setInterval(() => {
    if (source && Date.now() - heard > lostAfter) {
      lose();
      connect();
    }
  }, 5_000);

  document.getElementById("reload").hidden = true;
  known = summary();
  connect();
})();
