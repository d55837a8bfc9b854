// Two things that only the borrower knows, by which the account knows them again.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Field } from "../shared/widgets.js";

const NAMES = ["name", "id_number", "card_last4"];

export const ToldFields = () => html`
  <div role="group" aria-labelledby="told-lead">
    <p id="told-lead">${t("told_lead")}</p>
    <${Field} id="told-name" name="name" label=${t("identity_name")} maxlength="100" autocomplete="off" />
    <${Field} id="told-number" name="id_number" label=${t("told_number")} hint=${t("told_number_hint")} maxlength="40" autocomplete="off"
      autocapitalize="characters" spellcheck=${false} />
    <${Field} id="told-card" name="card_last4" label=${t("told_card")} maxlength="10" inputmode="numeric" autocomplete="off" />
  </div>
`;

/** What was filled in. @param {FormData} fields */
export const toldIn = (fields) => Object.fromEntries(NAMES.map((name) => [name, fields.get(name).trim()]).filter(([, told]) => told));

export const isEnough = (told) => Object.keys(told).length >= 2;
