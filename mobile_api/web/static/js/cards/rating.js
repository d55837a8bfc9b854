// How was it? One to five stars; pressing another replaces the first.
import { html, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { call } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";
import { conversation } from "../chat/store.js";
import { Card } from "./card.js";

const STARS = [1, 2, 3, 4, 5];

export function RatingCard() {
  const [given, setGiven] = useState(0);
  const [trouble, setTrouble] = useState(null);

  async function rate(stars) {
    try {
      await call("POST", `/conversations/${conversation.value.id}/rating`, { json: { stars } });
      setGiven(stars);
      setTrouble(null);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  return html`
    <${Card} heading=${t("rating")} note=${given ? t("rating_thanks") : t("rating_lead")}>
      <div class="row-actions" role="group" aria-label=${t("rating")}>
        ${STARS.map((stars) => html`
          <button key=${stars} type="button" class=${stars <= given ? "small" : "quiet small"}
            aria-pressed=${stars === given} aria-label=${t("rating_stars", { stars })} onClick=${() => rate(stars)}>
            ${stars <= given ? "★" : "☆"}
          </button>`)}
      </div>
      <${Alert} text=${trouble} />
    </${Card}>
  `;
}
