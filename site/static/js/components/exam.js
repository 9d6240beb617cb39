import { component } from "../component.js";

/**
 * The page of a running attempt: counts answers, marks the numbers, watches the way out.
 *
 * <div class="exam" data-component="exam" data-result-url="…" data-text-count="{answered} of {total}"
 *      data-text-nav-answered="answered" data-text-nav-unsaved="not saved" data-text-saved="…" …>
 *   <p data-exam-count></p>
 *   <ol class="question-nav"> a.question-nav__link[href="#question-3"] > [data-nav-state]
 *   form[data-component~="autosave"]#question-3
 * </div>
 */
// The server takes answers this long after the end, for slow networks; there is no result before.
const SLACK_SECONDS = 30;
const PAUSE_BEFORE_LINK = 3000;

component("exam", (root) => {
  const forms = [...root.querySelectorAll('[data-component~="autosave"]')];
  const counter = root.querySelector("[data-exam-count]");
  const pending = new Set();
  const answered = new Set(forms.filter((form) => form.querySelector("input:checked")));
  let isClosed = false;
  let isLeaving = false;

  root.addEventListener("autosave:change", ({ target: form, detail }) => {
    if (detail.state === "closed") return leave();
    if (detail.isPending) pending.add(form);
    else pending.delete(form);
    if (detail.isAnswered) answered.add(form);
    else answered.delete(form);
    markNumber(form, detail);
    count();
    if (isClosed && !pending.size) leave();
  });

  function markNumber(form, { isPending, isAnswered }) {
    const link = root.querySelector(`.question-nav__link[href="#${form.id}"]`);
    if (!link) return;
    link.classList.toggle("question-nav__link--answered", isAnswered && !isPending);
    link.classList.toggle("question-nav__link--unsaved", isPending);
    const words = isPending ? root.dataset.textNavUnsaved : isAnswered ? root.dataset.textNavAnswered : "";
    const state = link.querySelector("[data-nav-state]");
    if (state) state.textContent = words ?? "";
  }

  function count() {
    if (!counter || !root.dataset.textCount) return;
    counter.textContent = root.dataset.textCount.replace("{answered}", answered.size).replace("{total}", forms.length);
  }

  function leave() {
    if (isLeaving) return;
    isLeaving = true;
    window.location.assign(root.dataset.resultUrl);
  }

  function sendAll() {
    for (const form of forms) form.dispatchEvent(new Event("autosave:flush"));
  }

  // Who chooses and goes on at once should not be asked about an answer that is just being saved.
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || !pending.size || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    sendAll();
    const giveUpAt = Date.now() + PAUSE_BEFORE_LINK;
    const wait = setInterval(() => {
      if (pending.size && Date.now() < giveUpAt) return;
      clearInterval(wait);
      window.location.assign(link.href);
    }, 100);
  });

  root.addEventListener("countdown:ended", ({ detail }) => {
    root.querySelector(".exam__questions").inert = true;
    sendAll();
    const wait = Math.max(2, SLACK_SECONDS + 1 - detail.secondsOver);
    setTimeout(() => {
      isClosed = true;
      if (!pending.size) leave();
    }, wait * 1000);
  });

  window.addEventListener("beforeunload", (event) => {
    if (pending.size && !isLeaving) event.preventDefault();
  });

  followReading(root, forms);
});

/** Mark the number of the question on the screen, and keep it in sight in the strip. */
function followReading(root, forms) {
  const strip = root.querySelector(".question-nav");
  if (!strip || !("IntersectionObserver" in window)) return;
  const observer = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const link of strip.querySelectorAll(".question-nav__link")) {
        const isHere = link.getAttribute("href") === `#${seen.target.id}`;
        if (isHere) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
        if (isHere) strip.scrollTo({ left: link.parentElement.offsetLeft - strip.clientWidth / 2 });
      }
    },
    // A line a third down the screen: the question that crosses it is being read.
    { rootMargin: "-33% 0px -66% 0px" },
  );
  for (const form of forms) observer.observe(form);
}
