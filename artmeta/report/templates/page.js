"use strict";

// A drawing's marks carry their words as aria-label; show them at the pointer.
const tip = document.getElementById("tip");
function follow(event) {
  const mark = event.target.closest ? event.target.closest(".chart path[aria-label]") : null;
  const words = mark ? mark.getAttribute("aria-label") : "";
  tip.hidden = !words;
  if (!words) return;
  tip.textContent = words;
  const left = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8);
  const above = event.clientY - tip.offsetHeight - 12;
  tip.style.left = Math.max(8, left) + "px";
  tip.style.top = (above < 8 ? event.clientY + 16 : above) + "px";
}
document.addEventListener("pointermove", follow, { passive: true });
document.addEventListener("pointerdown", follow, { passive: true });
document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

// Flags by kind: one kind, or all of them.
for (const filter of document.querySelectorAll(".filter")) {
  filter.hidden = false;
  const buttons = [...filter.querySelectorAll("button")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      for (const group of filter.parentElement.querySelectorAll(".group")) {
        group.hidden = button.dataset.kind !== "" && group.dataset.kind !== button.dataset.kind;
      }
    });
  }
}

// A cell of a table of topics opens its works; a link to something folded away unfolds it.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let fold = target && target.closest("main details");
  if (!fold) return;
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "nearest" });
}
addEventListener("hashchange", unfold);
for (const link of document.querySelectorAll(".matrix a")) link.addEventListener("click", () => setTimeout(unfold));
unfold();

// On a telephone the contents start closed.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents").open = false;
