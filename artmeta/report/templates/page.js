"use strict";

// A drawing's marks carry their words as aria-label; show them at the pointer.
const tip = /** @type {HTMLElement} */ (document.getElementById("tip"));
/** @param {string} words @param {number} x @param {number} y */
function showTip(words, x, y) {
  tip.hidden = !words;
  if (!words) return;
  tip.textContent = words;
  const left = Math.min(x + 12, innerWidth - tip.offsetWidth - 8);
  const above = y - tip.offsetHeight - 12;
  tip.style.left = Math.max(8, left) + "px";
  tip.style.top = (above < 8 ? y + 16 : above) + "px";
}
/** @param {PointerEvent} event */
function follow(event) {
  const place = event.target instanceof Element ? event.target : document.body;
  if (place.closest(".stage")) return; // the explorer's drawings find the nearest point themselves
  showTip(place.closest(".chart path[aria-label]")?.getAttribute("aria-label") ?? "", event.clientX, event.clientY);
}
document.addEventListener("pointermove", follow, { passive: true });
document.addEventListener("pointerdown", follow, { passive: true });
document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

// Flags by kind: one kind, or all of them.
for (const filter of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".filter"))) {
  filter.hidden = false;
  const buttons = [...filter.querySelectorAll("button")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      for (const group of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".group[data-kind]"))) {
        group.hidden = button.dataset.kind !== "" && group.dataset.kind !== button.dataset.kind;
      }
    });
  }
}

// A cell of a table of topics opens its works; a link to something folded away unfolds it.
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  let fold = target?.closest("details");
  if (!target || !fold) return;
  for (; fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "nearest" });
}
addEventListener("hashchange", unfold);
for (const link of document.querySelectorAll(".matrix a")) link.addEventListener("click", () => setTimeout(unfold));
unfold();

// On a telephone the contents start closed.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents")?.removeAttribute("open");
