/**
 * Ask before a form does something that cannot be undone.
 *
 * <form method="post" data-confirm="Revoke certificate 7KXM-3WRE-94UA?" data-confirm-yes="Revoke" data-confirm-no="Keep it">
 *
 * The question names the thing. Without yes and no the words on <body> are used. It listens
 * to the document and before everything else, so htmx does not send the form either.
 */
const confirmed = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(form, () => {
      confirmed.add(form);
      form.requestSubmit(event.submitter);
    });
  },
  { capture: true },
);

function ask(form, onYes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", form.dataset.confirm);
  const text = document.createElement("p");
  text.className = "dialog__text";
  text.textContent = form.dataset.confirm;
  const actions = document.createElement("div");
  actions.className = "dialog__actions";
  const no = button("button", form.dataset.confirmNo ?? document.body.dataset.textNo);
  const yes = button("button button--primary", form.dataset.confirmYes ?? document.body.dataset.textYes);
  actions.append(no, yes);
  dialog.append(text, actions);
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    onYes();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function button(className, text) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = text;
  return element;
}
