// Keys for what the page can do without them: each key presses the element that carries it.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && typing) {
    typing.blur();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") {
    scrollBy({ top: (event.key === "j" ? 1 : -1) * innerHeight * 0.8 });
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.tagName === "DETAILS") {
    found.open = !found.open;
    if (found.open) (found.querySelector("input:not([type=hidden]), select, textarea") || found.firstChild).focus();
  } else if (found.tagName === "SECTION") {
    found.querySelector("input:not([type=hidden])").focus();
  } else {
    found.click();
  }
});
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest" });
if (matchMedia("(max-width: 60rem)").matches) {
  for (const list of document.querySelectorAll("nav details, details.gates")) list.open = false;
}
