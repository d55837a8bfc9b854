// A dialog that takes a note, or a reason, before something is done.
import { html, useState } from "../shared/html.js";
import { Alert, Dialog } from "../shared/widgets.js";

/** @param {{heading: string, label: string, confirm: string, limit?: number, required?: boolean, onClose: () => void,
 *   onNote: (note: string) => Promise<string | null | void>}} props `onNote` resolves to what went wrong, in words: then it stays open */
export function NoteDialog({ heading, label, confirm, limit = 1000, required, onNote, onClose }) {
  const [note, setNote] = useState("");
  const [trouble, setTrouble] = useState(null);
  async function submit(event) {
    event.preventDefault();
    const wrong = await onNote(note);
    if (wrong) setTrouble(wrong);
    else onClose();
  }
  return html`
    <${Dialog} heading=${heading} onClose=${onClose}>
      <form onSubmit=${submit}>
        <div class="form-field">
          <label for="staff-note">${label}</label>
          <textarea id="staff-note" rows="3" minlength=${required ? 3 : 0} maxlength=${limit} required=${required} value=${note}
            onInput=${(event) => setNote(event.currentTarget.value)}></textarea>
        </div>
        <${Alert} text=${trouble} />
        <button type="submit" class="wide">${confirm}</button>
      </form>
    </${Dialog}>
  `;
}
