import { component } from "../component.js";

/**
 * Close a menu by Escape or by a click beside it; opening is the browser's own.
 *
 * <details data-component="menu"><summary>…</summary>…</details>
 */
component("menu", (root) => {
  document.addEventListener("click", (event) => {
    if (!root.contains(event.target)) root.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.open) return;
    root.open = false;
    root.querySelector("summary").focus();
  });
});
