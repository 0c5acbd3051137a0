"use strict";
(() => {
  const changes = Array.from(document.querySelectorAll(".change"));
  const place = document.getElementById("place");
  const view = document.getElementById("view");
  let at = -1;

  const go = (to) => {
    if (!changes.length) return;
    at = Math.max(0, Math.min(changes.length - 1, to));
    const change = changes[at];
    for (let box = change.parentElement; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
    }
    for (const other of changes) other.classList.toggle("here", other === change);
    change.focus({ preventScroll: true });
    change.scrollIntoView({ block: "center" });
    place.textContent = `${at + 1} / ${changes.length}`;
    history.replaceState(null, "", `#${change.id}`);
  };
  const sideBySide = (is) => {
    document.body.classList.toggle("side", is);
    view.setAttribute("aria-pressed", String(is));
  };
  const fold = () => {
    const folded = document.getElementById("renumbered");
    if (folded) folded.open = !folded.open;
  };

  document.getElementById("next").addEventListener("click", () => go(at + 1));
  document.getElementById("previous").addEventListener("click", () => go(at - 1));
  view.addEventListener("click", () => sideBySide(!document.body.classList.contains("side")));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { n: () => go(at + 1), j: () => go(at + 1), p: () => go(at - 1), k: () => go(at - 1),
      v: () => view.click(), r: fold }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  changes.forEach((change, nth) => change.addEventListener("focusin", () => {
    at = nth;
    place.textContent = `${nth + 1} / ${changes.length}`;
  }));
  const follow = () => {
    const target = changes.findIndex((change) => `#${change.id}` === location.hash);
    if (target >= 0) go(target);
  };
  window.addEventListener("hashchange", follow);
  window.addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details")) box.open = true;
  });
  sideBySide(window.matchMedia("(min-width: 60rem)").matches);
  follow();
})();
