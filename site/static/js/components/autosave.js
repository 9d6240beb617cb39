import { AnswerQueue } from "../answer_queue.js";
import { component } from "../component.js";

/**
 * Save an answer of an exam as it is given.
 *
 * <form data-component="autosave" data-item="17" action="…" autocomplete="off" id="question-3">
 *   hidden inputs operation_id and expected_sequence; inputs whose values are the strings of the answer
 *   <p data-notice role="alert"></p>
 *   <p class="question__state" role="status"></p>
 *   <button data-save>Save</button> <button type="button" data-clear hidden>Clear</button>
 * </form>
 *
 * The words come from data-text-* of the enclosing [data-component~="exam"]; without the
 * script the form is sent by its button. Each change of state is told to the page by the
 * event "autosave:change" with {state, isAnswered}.
 */
const PROTOCOL_FIELDS = new Set(["csrfmiddlewaretoken", "operation_id", "expected_sequence"]);
const TYPING_PAUSE = 800;
const CHOOSING_PAUSE = 300;

component("autosave", (form) => {
  const texts = form.closest("[data-text-saved]")?.dataset ?? {};
  const stateLine = form.querySelector(".question__state");
  const notice = form.querySelector("[data-notice]");
  const clearButton = form.querySelector("[data-clear]");
  let timer = null;

  const queue = new AnswerQueue({
    itemId: form.dataset.item,
    url: form.action,
    sequence: Number(form.elements.expected_sequence.value),
    csrfToken: form.elements.csrfmiddlewaretoken?.value ?? "",
    onChange: show,
  });

  function show({ state, reply }) {
    const isForeign = state === "conflict" || state === "superseded";
    if (state === "conflict") fill(form, reply.answer);
    // The page was made with the newer answer in it.
    if (state === "superseded") form.reset();
    if (notice) notice.textContent = (isForeign && texts.textConflict) || "";
    form.elements.expected_sequence.value = queue.sequence;
    // The form now shows what the server has, so it is saved.
    const shown = isForeign ? "saved" : state;
    stateLine.textContent = state === "superseded" ? "" : sentence(texts, shown, reply?.saved_at);
    stateLine.className = `question__state question__state--${shown}`;
    tellPage(shown);
  }

  function tellPage(state) {
    const isAnswered = answerFields(form).length > 0;
    if (clearButton) clearButton.hidden = !isAnswered;
    form.dispatchEvent(
      new CustomEvent("autosave:change", { bubbles: true, detail: { state, isAnswered, isPending: !queue.isEmpty } }),
    );
  }

  function changed(pause) {
    queue.put(answerFields(form));
    tellPage("unsent");
    clearTimeout(timer);
    timer = setTimeout(sendNow, pause);
  }

  function sendNow() {
    clearTimeout(timer);
    queue.send();
  }

  form.addEventListener("input", (event) => {
    changed(event.target.matches("textarea, [type=text]") ? TYPING_PAUSE : CHOOSING_PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (queue.isEmpty) queue.put(answerFields(form));
    sendNow();
  });
  clearButton?.addEventListener("click", () => {
    fill(form, null);
    changed(0);
  });
  form.addEventListener("autosave:flush", sendNow);
  window.addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", sendNow);
  window.addEventListener("pagehide", sendNow);

  for (const button of form.querySelectorAll("[data-save]")) button.hidden = true;
  if (queue.isEmpty) {
    tellPage("idle");
  } else {
    restore(form, queue.newest.fields);
    show({ state: "unsent" });
    queue.send();
  }
});

/** @returns {[string, string][]} what the learner entered; empty when nothing is chosen */
function answerFields(form) {
  return [...new FormData(form)].filter(([name, value]) => !PROTOCOL_FIELDS.has(name) && value !== "");
}

/** Put the server's answer (a string, a list, an object of these, or null) into the inputs. */
function fill(form, answer) {
  const values = new Set(strings(answer));
  for (const input of form.elements) {
    if (input.matches("[type=radio], [type=checkbox]")) input.checked = values.has(input.value);
    else if (input.matches("textarea, [type=text]")) input.value = [...values][0] ?? "";
  }
}

function strings(answer) {
  if (answer === null || answer === undefined) return [];
  if (typeof answer === "object") return Object.values(answer).flatMap(strings);
  return [String(answer)];
}

/** Put an answer kept on this device back into the inputs. */
function restore(form, fields) {
  for (const input of form.elements) {
    const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.matches("[type=radio], [type=checkbox]")) input.checked = values.includes(input.value);
    else if (input.matches("textarea, [type=text]")) input.value = values[0] ?? "";
  }
}

function sentence(texts, state, savedAt) {
  const name = `text${state[0].toUpperCase()}${state.slice(1)}`;
  const moment = savedAt ? new Date(savedAt) : new Date();
  const time = moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (texts[name] ?? "").replace("{time}", time);
}
