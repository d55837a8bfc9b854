// An earlier account, whose number was lost, taken back from a sign-in with the present number.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { call } from "../shared/session.js";
import { Alert, Choice, Field } from "../shared/widgets.js";
import { leaveWith } from "./farewell.js";

export function ReclaimView() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(null);

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const told = { name: fields.get("name"), id_number: fields.get("id_number"), face: fields.get("by") === "face" };
    setBusy(true);
    setTrouble(null);
    try {
      await call("POST", "/me/reclaim", { json: told });
      leaveWith("reclaim_done");
    } catch (problem) {
      setTrouble(sayProblem(problem));
      setBusy(false);
    }
  }

  return html`
    <div class="screen">
      <p><a href="#me">${t("nav_me")}</a></p>
      <h1>${t("reclaim_heading")}</h1>
      <p>${t("reclaim_lead")}</p>
      <section class="card">
        <form onSubmit=${submit} autocomplete="off">
          <${Field} id="reclaim-name" name="name" label=${t("identity_name")} required maxlength="100" />
          <${Field} id="reclaim-number" name="id_number" label=${t("identity_number")} required maxlength="40"
            autocapitalize="characters" spellcheck=${false} />
          <${Choice} id="reclaim-by" name="by" label=${t("reclaim_by")}
            options=${[["device", t("reclaim_by_device")], ["face", t("proof_face")]]} />
          <button type="submit" disabled=${busy}>${t("reclaim_submit")}</button>
          <${Alert} text=${trouble} />
        </form>
      </section>
      <p>${t("reclaim_else")}</p>
    </div>
  `;
}
