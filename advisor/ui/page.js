/* The page's own script: what Gradio's parts do not do. No request goes anywhere but to this server. */
"use strict";

window.advisorPage = (() => {
  const KEY = "career-advisor.conversation";

  // Smoothly when it is near and motion is welcome; a long way would take seconds.
  function reveal(element, block) {
    const far = Math.abs(element.getBoundingClientRect().top) > 1.5 * innerHeight;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block, behavior: far || calm ? "auto" : "smooth" });
  }

  // The conversation lives in this browser tab, so that a reload or a restarted server loses nothing.
  function keep(thread) {
    try {
      if (thread) sessionStorage.setItem(KEY, thread);
      else sessionStorage.removeItem(KEY);
    } catch { /* storage is shut in some embedded pages: the conversation then ends with a reload */ }
  }
  function kept() {
    try {
      return sessionStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  // How the last question was read, with its number, so that the same again is something new.
  function lastReading(thread) {
    const turns = thread ? JSON.parse(thread) : [];
    return turns.length ? JSON.stringify([turns.length, turns[turns.length - 1].asked]) : "";
  }

  // What was pressed to ask anew is folded away: the focus goes to the line, the eyes to the chat.
  function folded(question) {
    if (!question) return;
    document.querySelector("#reread > button")?.focus({ preventScroll: true });
    document.getElementById("chat").scrollIntoView({ block: "nearest" });
  }

  // What the tools keep in this browser, gone for good.
  function forget() {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("career-advisor."))
        .forEach((key) => localStorage.removeItem(key));
    } catch { /* storage is shut: nothing was kept */ }
  }

  // A number in an answer opens the passage of its own answer; the passage leads back to the number.
  let cameFrom = null;

  function openSource(link) {
    const card = document.getElementById(link.getAttribute("href").slice(1));
    if (!card) return;
    const group = card.closest("details");
    if (group) group.open = true;
    document.querySelectorAll(".source.opened").forEach((one) => one.classList.remove("opened"));
    card.classList.add("opened");
    cameFrom = link;
    const tall = card.offsetHeight > innerHeight * 0.7 || innerWidth < 900;
    reveal(card, tall ? "start" : "nearest");
  }

  function backToAnswer(link) {
    const href = link.getAttribute("href");
    const same = cameFrom && cameFrom.isConnected && cameFrom.getAttribute("href") === href;
    const target = same ? cameFrom : document.querySelector(`a[href="${href}"]:not(.back)`);
    if (target) reveal(target, "center");
  }

  function focusQuestion() {
    const tab = document.querySelector('#tabs [role="tab"]');
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
    requestAnimationFrame(() => document.querySelector("#question textarea")?.focus());
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const href = link.getAttribute("href");
    if (link.matches(".skip")) focusQuestion();
    else if (link.matches(".back")) backToAnswer(link);
    else if (/^#src-(?:\d+|[a-z]+)-\d+$/.test(href)) openSource(link);
    else return;
    event.preventDefault();
  });

  // A copied answer says its sources in words instead of links into this page.
  function copied(text) {
    const named = new Map();
    const plain = String(text).replace(/\[\[(\d+)\]\]\(#(src-\d+-\d+)\)/g, (_, number, id) => {
      const name = document.querySelector(`#${id} h3`);
      if (name) named.set(number, name.innerText.replace(/^Source \d+:\s*/, "").replace(/\s+/g, " "));
      return `[${number}]`;
    }).replace(/<\/?small>/g, "");
    const list = [...named].map(([number, name]) => `[${number}] ${name}`);
    return list.length ? `${plain}\n\nSources\n${list.join("\n")}` : plain;
  }
  if (navigator.clipboard) {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => write(copied(text));
  }

  // A file that a tool made, saved by the browser: it never lies on the server.
  function save(packed) {
    if (!packed) return;
    const [name, kind, text] = JSON.parse(packed);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // A new question goes to the top of the chat and stays there while its answer grows, so that the
  // answer is read from its beginning; whoever scrolls is left alone.
  let questions = 0;
  let held = false;

  function holdNewest() {
    const asked = document.querySelectorAll('#chat [data-testid="user"]');
    if (asked.length > questions) held = true;
    questions = asked.length;
    const log = document.querySelector('#chat [role="log"]');
    if (!held || !log || !asked.length) return;
    const newest = asked[asked.length - 1].closest(".message-row") || asked[asked.length - 1];
    log.scrollTop += newest.getBoundingClientRect().top - log.getBoundingClientRect().top - 14;
  }
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.closest?.("#chat")) held = false;
    }, { passive: true, capture: true });
  }

  // One honest line about the library and the language model.
  async function tellState() {
    let wait = 15000;
    if (document.hidden) {
      setTimeout(tellState, 3000);
      return;
    }
    let words = "The server does not answer at this moment; what you see stays here.";
    try {
      const answer = await fetch(new URL("healthz", document.baseURI), { cache: "no-store" });
      if (answer.ok) {
        const found = await answer.json();
        words = found.state;
        if (!found.settled) wait = 1000;
      }
    } catch {
      wait = 3000;
    }
    const line = document.getElementById("state");
    if (line && line.textContent !== words) line.textContent = words;
    if (!line) wait = 200;
    setTimeout(tellState, wait);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector("#question .stop-button")?.click();
  });
  document.addEventListener("click", () => setTimeout(nameParts));
  // Gradio leaves some names out, and reads out the Markdown of a message instead of its words.
  function nameParts() {
    document.querySelectorAll("#question button:not([aria-label])").forEach((button) => {
      button.setAttribute("aria-label", button.matches(".stop-button") ? "Stop the answer" : "Ask");
    });
    document.querySelectorAll(".gr-accordion > .label-wrap").forEach((button) => {
      button.setAttribute("aria-expanded", button.classList.contains("open"));
    });
    document.querySelector("#you > .toggle-button")?.setAttribute("aria-label", "About you");
    document.querySelector("#you > .toggle-button")?.setAttribute("title", "About you");
    document.querySelector('#chat .examples[role="list"]')?.removeAttribute("role");
    document.querySelectorAll("footer img[alt]:not([alt=''])").forEach((icon) => { icon.alt = ""; });
    document.querySelectorAll("#chat [data-testid][aria-label*='message:']").forEach((message) => {
      message.removeAttribute("aria-label");
    });
  }

  // Gradio tells of a file that is too large in brackets, and not what to do.
  function sayPlainly() {
    const large = /^\s*File\(s\) exceed the maximum allowed size of ([\d.]+) Mb:\s*"(.*)"\s*$/;
    document.querySelectorAll('[data-testid="toast-text"]').forEach((toast) => {
      const [, most, name] = toast.textContent.match(large) || [];
      if (name) {
        toast.textContent = `“${name}” is larger than ${Number(most)} MB, and nothing of it was sent. `
          + "Choose a smaller file.";
      }
    });
  }

  function start() {
    let planned = false;
    const tidy = () => { planned = false; holdNewest(); nameParts(); sayPlainly(); };
    const parts = new MutationObserver(() => {
      if (!planned) requestAnimationFrame(tidy);
      planned = true;
    });
    parts.observe(document.body, { childList: true, subtree: true, characterData: true });
    nameParts();
    tellState();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  return { keep, kept, lastReading, folded, save, forget };
})();
