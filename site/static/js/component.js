/**
 * Start a component on every element that asks for it, once.
 *
 * An element asks with data-component="name". Elements that htmx swaps in later
 * are started when they arrive.
 *
 * @param {string} name
 * @param {(root: HTMLElement) => void} start
 */
export function component(name, start) {
  const started = new WeakSet();
  const startAll = () => {
    for (const root of document.querySelectorAll(`[data-component~="${name}"]`)) {
      if (started.has(root)) continue;
      started.add(root);
      start(root);
    }
  };
  startAll();
  document.addEventListener("htmx:load", startAll);
}
