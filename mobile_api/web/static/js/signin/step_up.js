// A change that takes a one-time code which was sent for this change alone.
import { html, useState } from "../shared/html.js";
import { sayProblem } from "../i18n/index.js";
import { call, sendMyCode } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";
import { CodeStep } from "./code_step.js";

const ABOUT_THE_CODE = ["step_up_needed", "invalid_code", "code_expired"];

/** `[send, step]`: `send(method, path, json)` answers once the change is made; meanwhile `step`, where it is not null, asks for the
 * code. It stands outside of other forms. `lead` says what the code is for, `action` is what its button does. */
export function useStepUp(lead, action) {
  const [asked, setAsked] = useState(null);

  async function send(method, path, json) {
    let needed = null;
    let code;
    for (;;) {
      try {
        const answer = await call(method, path, { json: code ? { ...json, code } : json });
        setAsked(null);
        return answer;
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

  return [send, asked && html`<${CodeOfChange} key=${asked.about} lead=${lead} action=${action} asked=${asked} />`];
}

function CodeOfChange({ lead, action, asked: { purpose, about, trouble, typed } }) {
  const [failed, setFailed] = useState(null);
  return html`
    <section class="card">
      <p>${lead}</p>
      <${CodeStep} ask=${(by) => sendMyCode(purpose, about, by)} action=${action} onTrouble=${setFailed}
        onCode=${async (code) => typed(code)} />
      <${Alert} text=${failed ?? trouble} />
    </section>
  `;
}
