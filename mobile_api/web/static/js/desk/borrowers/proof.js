// What staff confirm or refuse: somebody seen on a call, or the photo of an identity card.
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { sayProblem, t } from "../../i18n/index.js";
import { validityOf } from "../../me/identity.js";
import { formatMoment } from "../../shared/dates.js";
import { save } from "../../shared/save.js";
import { Alert, Facts } from "../../shared/widgets.js";
import { decide, openPhoto } from "./store.js";

const CHECKS = {
  video: ["face", "details", "original", "free"],
  card_and_photo: ["sharp", "details", "dates"],
};

/** @param {{claim: object, way: "video" | "card_and_photo"}} props */
export function Proof({ claim, way }) {
  const form = useRef(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function say(confirmed) {
    const missing = form.current.querySelector("input[type=checkbox]:not(:checked)");
    setTrouble(null);
    if (confirmed && missing) {
      setTrouble(t("proof_checks_missing"));
      return missing.focus();
    }
    if (!form.current.reportValidity()) return;
    setBusy(true);
    await decide(confirmed, new FormData(form.current).get("reason"));
    setBusy(false);
  }

  return html`
    <section aria-labelledby="proof-heading">
      <h3 id="proof-heading">${t(`proof_waits_${way}`)}</h3>
      <p class="hint">${t(`proof_lead_${way}`)} ${t("proof_second_person")}</p>
      <${Facts} rows=${[
        [t("proof_claimed"), formatMoment(claim.claimed_at)],
        [t("proof_validity"), validityOf(claim) ?? t("clear_not_told")],
      ]} />
      ${way === "card_and_photo" && html`<${Photo} />`}
      <form ref=${form} onSubmit=${(event) => event.preventDefault()}>
        <fieldset class="choices">
          <legend>${t("proof_checks")}</legend>
          ${CHECKS[way].map((one) => html`
            <label key=${one} class="tick"><input type="checkbox" /><span>${t(`check_${one}`)}</span></label>`)}
        </fieldset>
        <div class="form-field">
          <label for="proof-reason">${t("proof_reason")}</label>
          <textarea id="proof-reason" name="reason" rows="2" required minlength="3" maxlength="500"></textarea>
        </div>
        <${Alert} text=${trouble} />
        <div class="row-actions">
          <button type="button" class="quiet" disabled=${busy} onClick=${() => say(false)}>${t("proof_refuse")}</button>
          <button type="button" disabled=${busy} onClick=${() => say(true)}>${t("proof_confirm")}</button>
        </div>
      </form>
    </section>
  `;
}

/** A picture opens here; a PDF is saved, for a viewer apart from this page. */
function Photo() {
  const [address, setAddress] = useState(null);
  const [trouble, setTrouble] = useState(null);
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);

  async function open() {
    setTrouble(null);
    try {
      const photo = await openPhoto();
      if (photo.type.startsWith("image/")) setAddress(URL.createObjectURL(photo));
      else save(photo, "identity.pdf");
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  return html`
    <div class="identity-photo">
      ${address
        ? html`<img class="paper-picture" src=${address} alt=${t("paper_alt", { kind: t("paper_id_card") })} />`
        : html`<button type="button" class="quiet" onClick=${open}>${t("photo_show")}</button>`}
      <${Alert} text=${trouble} />
    </div>
  `;
}
