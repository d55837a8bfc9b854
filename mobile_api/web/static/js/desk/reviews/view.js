// The reviewer's screen: who waits until when, and one application with all that speaks for and against it.
import { html, useEffect } from "../../shared/html.js";
import { t, word } from "../../i18n/index.js";
import { formatMoment } from "../../shared/dates.js";
import { formatMoney } from "../../shared/money.js";
import { Alert } from "../../shared/widgets.js";
import { Evidence } from "./evidence.js";
import { choose, chosen, follow, news, reviews, trouble } from "./store.js";

export function Reviews() {
  useEffect(follow, []);
  return html`
    <h1 class="visually-hidden">${t("reviews_heading")}</h1>
    <${Alert} text=${trouble.value} />
    <div role="status">${news.value && html`<p class="notice good">${news.value}</p>`}</div>
    <div class="desk-panes">
      <${Queue} />
      ${chosen.value
        ? html`<${Evidence} key=${chosen.value.review.id} evidence=${chosen.value} />`
        : html`<section class="desk-conversation nothing"><p class="hint">${t("pick_review")}</p></section>`}
    </div>
  `;
}

const Queue = () => html`
  <section class="queue" aria-labelledby="reviews-queue-heading">
    <h2 id="reviews-queue-heading">${t("reviews_queue")}</h2>
    ${reviews.value === null && html`<p role="status" class="hint">${t("loading")}</p>`}
    ${reviews.value?.length === 0 && html`<p class="hint">${t("reviews_empty")}</p>`}
    <ul>${reviews.value?.map((one) => html`<${Waiting} key=${one.id} review=${one} />`)}</ul>
  </section>
`;

function Waiting({ review }) {
  const here = chosen.value?.review.id === review.id;
  const late = Date.parse(review.due_at) < Date.now();
  return html`
    <li class=${`waiting ${here ? "here" : ""}`}>
      <p><b>${t(`review_cause_${review.cause}`)}</b>${" "}
        <span class="chip-state">${t(`review_state_${review.state}`)}</span></p>
      <p>${word("purpose", review.purpose)} · ${formatMoney(review.amount)} · ${t("months", { n: review.term_months })}</p>
      <p class="hint">${t("review_opened", { time: formatMoment(review.opened_at) })}</p>
      <p class=${late ? "late" : "hint"}>
        ${t(late ? "review_overdue" : "review_due", { time: formatMoment(review.due_at) })}
      </p>
      <div class="row-actions">
        <button type="button" class="small" aria-current=${here || undefined} onClick=${() => choose(review.id)}>
          ${t("open_review")}
        </button>
      </div>
    </li>
  `;
}
