// Binding a bank card takes a code that was sent for that card alone.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { call, sendMyCode } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";
import { CodeStep } from "../signin/code_step.js";

const ABOUT_THE_CODE = ["step_up_needed", "invalid_code", "code_expired"];

/** `[bind, step]`: `bind(card)` comes back once the card is bound; meanwhile `step`, where it is not null, asks for the code. It
 * stands outside of other forms. */
export function useBinding() {
  const [asked, setAsked] = useState(null);

  async function bind(card) {
    let needed = null;
    let code;
    for (;;) {
      try {
        const cards = await call("PUT", "/me/cards", { json: code ? { ...card, code } : card });
        setAsked(null);
        return cards;
      } catch (problem) {
        if (!ABOUT_THE_CODE.includes(problem.code)) {
          setAsked(null);
          throw problem;
        }
        needed ??= problem.data;
        const trouble = code ? sayProblem(problem) : null;
        code = await new Promise((typed) => setAsked({ ...needed, trouble, typed }));
      }
    }
  }

  return [bind, asked && html`<${CodeOfCard} key=${asked.about} asked=${asked} />`];
}

function CodeOfCard({ asked: { purpose, about, trouble, typed } }) {
  const [failed, setFailed] = useState(null);
  return html`
    <section class="card">
      <p>${t("card_code_lead")}</p>
      <${CodeStep} ask=${(by) => sendMyCode(purpose, about, by)} action=${t("card_bind")} onTrouble=${setFailed}
        onCode=${async (code) => typed(code)} />
      <${Alert} text=${failed ?? trouble} />
    </section>
  `;
}
