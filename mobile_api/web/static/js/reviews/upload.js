// Send a paper: what it is, a photo or a PDF, and what became of it.
import { html, useState } from "../shared/html.js";
import { DOCUMENT_KINDS } from "../shared/contract.js";
import { sayProblem, t } from "../i18n/index.js";
import { Alert, Choice } from "../shared/widgets.js";
import { send } from "./store.js";

const TYPES = "image/jpeg,image/png,image/webp,application/pdf";
const MOST_BYTES = 10_000_000;

/** @param {{id: string, kind?: string}} props `kind`: the one that was asked for */
export function Upload({ id, kind = "income_proof" }) {
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function submit(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setSent(false);
    setTrouble(null);
    // Told before the upload: a phone's connection is slow.
    if (fields.get("file").size > MOST_BYTES) return setTrouble(t("problem_document_too_large"));
    setBusy(true);
    try {
      await send(id, fields.get("kind"), fields.get("file"));
      setSent(true);
      form.reset();
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
    setBusy(false);
  }

  return html`
    <form class="upload" onSubmit=${submit}>
      <${Choice} id=${`kind-${id}`} name="kind" label=${t("paper_kind")} value=${kind}
        options=${DOCUMENT_KINDS.map((one) => [one, t(`paper_${one}`)])} />
      <div class="form-field">
        <label for=${`file-${id}`}>${t("paper_file")}</label>
        <input id=${`file-${id}`} name="file" type="file" accept=${TYPES} required
          aria-describedby=${`file-${id}-hint`} />
        <p id=${`file-${id}-hint`} class="hint">${t("paper_file_hint")}</p>
      </div>
      <button type="submit" disabled=${busy}>${t(busy ? "paper_sending" : "paper_send")}</button>
      <div role="status">${sent && html`<p class="notice good">${t("paper_sent")}</p>`}</div>
      <${Alert} text=${trouble} />
    </form>
  `;
}
