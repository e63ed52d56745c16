"use strict";
// The board in a browser: shows what the hub sends, tells when it is cut off, and says each call.
// The page works without this file, too: it is then loaded anew every ten seconds.

(() => {
  // ?voice=on is for screens without a mouse, in a browser with leave to play.
  const wish = new URLSearchParams(location.search).get("voice");
  if (wish) localStorage.setItem("voice", wish);

  // A key behind a # was meant for the form; no browser sends it, and it must not stay in sight.
  function takeKey() {
    const given = location.hash.slice(1);
    if (!given) return;
    history.replaceState(null, "", location.pathname);
    const key = document.getElementById("key");
    if (!key) return;
    key.value = decodeURIComponent(given);
    key.form.submit();
  }

  // Where the form is already open, an address with a key loads nothing anew.
  addEventListener("hashchange", takeKey);
  takeKey();
  const board = document.getElementById("board");
  if (!board) return;

  // Milliseconds. The hub speaks at least every 5 seconds.
  const lostAfter = 12_000;
  const newFor = 30_000;
  const blinksFor = 6_000;
  const asksAgainAfter = 3_000;
  const mostWaiting = 20;
  const noticesTurnAfter = 8_000;

  const calls = document.getElementById("calls");
  const clock = document.getElementById("clock");
  const stale = document.getElementById("stale");
  const trouble = document.getElementById("trouble");
  const soundButton = document.getElementById("sound");
  const time = new Intl.DateTimeFormat("de-DE", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: board.dataset.zone,
  });

  // The hub's time when it last spoke, and this machine's then.
  let hubTime = Number(board.dataset.now);
  let heardAt = performance.now();
  const now = () => hubTime + (performance.now() - heardAt);

  function listed() {
    return [...calls.querySelectorAll("[data-at]")].map((element) => {
      const { label, counter, at } = element.dataset;
      return { label, counter, at: Number(at), key: `${label}/${counter}/${at}` };
    });
  }

  function tick() {
    const isLost = performance.now() - heardAt > lostAfter;
    clock.textContent = time.format(now());
    if (isLost === stale.hidden) {
      stale.textContent = stale.dataset.words.replace("{time}", time.format(hubTime));
      stale.hidden = !isLost;
      board.classList.toggle("lost", isLost);
    }
    const newest = listed()[0];
    if (newest) document.getElementById("new").hidden = now() - newest.at >= newFor;
    turnNotices();
  }

  // Notices that have no room below each other stand in columns beside the one in sight.
  function turnNotices() {
    const notices = document.getElementById("notices");
    for (const notice of notices.children) {
      if (notice.offsetHeight > notices.clientHeight) notice.classList.add("long");
    }
    const columns = Math.max(1, Math.round(notices.scrollWidth / notices.clientWidth));
    const column = Math.floor(now() / noticesTurnAfter) % columns;
    const direction = getComputedStyle(notices).direction === "rtl" ? -1 : 1;
    notices.scrollLeft = direction * column * notices.scrollWidth / columns;
  }

  // Showing.

  let shown = listed()[0]?.key;

  function show(html) {
    calls.innerHTML = html;
    const newest = listed()[0];
    if (newest && newest.key !== shown && now() - newest.at < newFor) {
      const element = document.getElementById("newest");
      element.classList.add("blinking");
      setTimeout(() => element.classList.remove("blinking"), blinksFor);
    }
    shown = newest?.key;
    hear();
    tick();
  }

  // Saying: each call once, the oldest first, none cut off, none that is old or was withdrawn.

  let isLoud = false;
  let heard = new Set();
  let waiting = [];
  let playing = null;

  function hear() {
    const all = listed();
    const keys = new Set(all.map((call) => call.key));
    const oldest = Math.min(...all.map((call) => call.at));
    waiting = waiting.filter(
      (call) => keys.has(call.key) || (all.length > 0 && call.at < oldest));
    if (isLoud) {
      const news = all.filter((call) => !heard.has(call.key) && now() - call.at < newFor);
      waiting.push(...news.reverse().sort((left, right) => left.at - right.at));
      waiting.splice(0, waiting.length - mostWaiting);
    }
    heard = keys;
    say();
  }

  function say() {
    const call = waiting[0];
    if (playing || !call) return;
    waiting.shift();
    play(`?${new URLSearchParams({ call: call.label, counter: call.counter })}`);
  }

  function play(query) {
    const sound = new Audio(`board/announcement.wav${query}`);
    playing = sound;
    function end(isHeard) {
      if (playing !== sound) return;
      playing = null;
      trouble.hidden = isHeard;
      say();
    }
    sound.addEventListener("ended", () => end(true));
    sound.addEventListener("error", () => end(false));
    sound.play().catch((refusal) => {
      if (refusal.name !== "NotAllowedError") return end(false);
      // A browser wants somebody to press the button, unless it was started with leave to play.
      isLoud = false;
      waiting = [];
      playing = null;
      soundButton.hidden = false;
    });
  }

  // The gong alone, for whoever turned it on; calls that come meanwhile wait for its end.
  function beLoud() {
    isLoud = true;
    soundButton.hidden = true;
    play("");
  }

  soundButton.addEventListener("click", () => {
    localStorage.setItem("voice", "on");
    beLoud();
  });
  soundButton.hidden = false;
  if (localStorage.getItem("voice") === "on") beLoud();

  // Listening.

  function listen() {
    const source = new EventSource("board/events");
    source.addEventListener("message", (event) => show(event.data));
    source.addEventListener("alive", (event) => {
      hubTime = Date.parse(event.data);
      heardAt = performance.now();
      tick();
    });
    source.addEventListener("error", () => {
      // Mostly the browser tries again by itself; refused, it does not.
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(async () => {
        const answer = await fetch("board").catch(() => null);
        if (answer?.status === 401) location.reload();
        else listen();
      }, asksAgainAfter);
    });
  }

  heard = new Set(listed().map((call) => call.key));
  listen();
  tick();
  setInterval(tick, 1_000);
})();
