// What was heard with little confidence, and waits for a yes.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";

/** @param {{words: string, live?: "polite" | "off", onAnswer: (yes: boolean) => void}} props */
export const SaidThis = ({ words, live = "polite", onAnswer }) => html`
  <div class="voice-question" role="group" aria-labelledby="voice-question">
    <p id="voice-question" role="status" aria-live=${live}>${t("voice_question", { text: words })}</p>
    <button type="button" class="quick" onClick=${() => onAnswer(true)}>${t("yes")}</button>
    <button type="button" class="quick" onClick=${() => onAnswer(false)}>${t("no")}</button>
  </div>
`;
