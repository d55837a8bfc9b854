// A person's look at an application: where it stands, by when, what is still needed, and the answer.
import { html, useEffect, useState } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import { formatMoment } from "../shared/dates.js";
import { session } from "../shared/session.js";
import { Alert } from "../shared/widgets.js";
import { found, newest, read, takeNumber } from "../reviews/store.js";
import { Upload } from "../reviews/upload.js";
import { Card } from "./card.js";
import { DecisionCard } from "./decision.js";

export function ReviewCard({ block: { application_id: id } }) {
  const [number, setNumber] = useState(0);
  const [trouble, setTrouble] = useState(null);
  // At the desk this card has nothing to say: staff see the review itself.
  const isBorrower = Boolean(session.value?.phone);
  useEffect(() => {
    if (!isBorrower) return;
    setNumber(takeNumber(id));
    read(id).catch((problem) => setTrouble(sayProblem(problem)));
  }, [id]);

  const known = found.value[id];
  if (!isBorrower || newest.value[id] !== number) return null;
  if (trouble) return html`<${Alert} text=${trouble} />`;
  return known?.application.review ? html`<${Standing} ...${known} />` : null;
}

function Standing({ application, documents }) {
  const { state, due_at: due } = application.review;
  if (state === "decided") return html`<${DecisionCard} block=${{ application }} />`;
  if (state === "withdrawn") return html`<${Card} heading=${t("review_withdrawn")} icon="person" />`;
  return html`
    <${Card} heading=${t(`review_${state}`)} icon=${state === "waiting_for_document" ? "warning" : "person"}
      note=${t(`review_lead_${state}`, { time: formatMoment(due) })}>
      ${state === "waiting_for_document"
        ? html`<${Wanted} application=${application} />`
        : html`<details><summary>${t("paper_add")}</summary><${Upload} id=${application.id} /></details>`}
      ${documents.length > 0 && html`<${Sent} documents=${documents} />`}
    </${Card}>
  `;
}

const Wanted = ({ application: { id, review: { requested } } }) => html`
  <p class="notice warning"><span><b>${t(`paper_${requested.kind}`)}</b>
    ${requested.message && html`<br />${requested.message}`}</span></p>
  <${Upload} key=${requested.kind} id=${id} kind=${requested.kind} />
`;

const Sent = ({ documents }) => html`
  <h3>${t("papers_sent")}</h3>
  <ul class="papers">
    ${documents.map((one) => html`<li key=${one.id}>${t(`paper_${one.kind}`)}
      <span class="hint"> · ${formatMoment(one.received_at)}</span></li>`)}
  </ul>
`;
