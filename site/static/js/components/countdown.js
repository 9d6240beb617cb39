import { component } from "../component.js";

/**
 * Show the time left on an attempt. The server closes it whatever this shows.
 *
 * <time data-component="countdown" datetime="2026-03-02T09:30:00Z" data-now="2026-03-02T09:00:00Z"
 *       data-text-five="Less than 5 minutes left." data-text-one="Less than 1 minute left." data-text-ended="Time is up.">09:30</time>
 * <p data-countdown-notice role="status"></p>
 *
 * data-now is the server's time when the page was made, so a wrong clock on the device does
 * no harm. The notice speaks only at five minutes, at one and at the end. Then the event
 * "countdown:ended" goes up the page, with {secondsOver} in its detail.
 */
component("countdown", (root) => {
  const due = Date.parse(root.dateTime);
  const serverStart = Date.parse(root.dataset.now);
  const notice = document.querySelector("[data-countdown-notice]");
  // Both clocks, because performance.now stands still while some phones sleep. A jump of the
  // device's clock can end this early; the result page then sends the learner back here.
  const wallStart = Date.now();
  const steadyStart = performance.now();
  let before = Infinity;

  // Negative once the time is over.
  const exactSecondsLeft = () => {
    const passed = Math.max(Date.now() - wallStart, performance.now() - steadyStart);
    return (due - serverStart - passed) / 1000;
  };

  const announce = (left) => {
    const passes = (limit) => left <= limit && before > limit;
    if (!notice) return;
    if (left === 0) notice.textContent = root.dataset.textEnded ?? "";
    else if (passes(60)) notice.textContent = root.dataset.textOne ?? "";
    else if (passes(300)) notice.textContent = root.dataset.textFive ?? "";
  };

  const tick = () => {
    const exact = exactSecondsLeft();
    const left = Math.max(0, Math.ceil(exact));
    root.textContent = clock(left);
    root.classList.toggle("countdown--soon", left <= 300);
    announce(left);
    before = left;
    if (left > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
    root.dispatchEvent(new CustomEvent("countdown:ended", { bubbles: true, detail: { secondsOver: -exact } }));
  };

  root.classList.add("countdown--running");
  const timer = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  // Not at once: the components around it have to hear an end that is already there.
  setTimeout(tick, 0);
});

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
