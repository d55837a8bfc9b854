// The papers of an application. A picture opens here; a PDF is saved, for a viewer apart from this page.
import { html, useEffect, useState } from "../../shared/html.js";
import { sayProblem, t } from "../../i18n/index.js";
import { formatMoment } from "../../shared/dates.js";
import { save } from "../../shared/save.js";
import { Alert, Dialog } from "../../shared/widgets.js";
import { openPaper } from "./store.js";

export function Papers({ documents }) {
  const [picture, setPicture] = useState(null);
  const [trouble, setTrouble] = useState(null);

  async function open(document) {
    setTrouble(null);
    try {
      const paper = await openPaper(document);
      if (document.media_type === "image/jpeg") setPicture({ document, address: URL.createObjectURL(paper) });
      else save(paper, `${document.id}.pdf`);
    } catch (problem) {
      setTrouble(sayProblem(problem));
    }
  }

  return html`
    <section>
      <h3>${t("papers")}</h3>
      ${documents.length === 0 && html`<p class="hint">${t("papers_none")}</p>`}
      <ul class="papers">
        ${documents.map((one) => html`<${Line} key=${one.id} document=${one} onOpen=${() => open(one)} />`)}
      </ul>
      <${Alert} text=${trouble} />
      ${picture && html`<${Picture} ...${picture} onClose=${() => setPicture(null)} />`}
    </section>
  `;
}

const Line = ({ document, onOpen }) => html`
  <li>
    <div>
      <b>${t(`paper_${document.kind}`)}</b>
      <p class="hint">
        ${formatMoment(document.received_at)} · ${t("paper_pages", { n: document.pages })} · ${t(`scan_${document.scan}`)}
      </p>
    </div>
    ${document.erased_at
      ? html`<span class="hint">${t("paper_erased")}</span>`
      : html`<button type="button" class="quiet small" onClick=${onOpen}>
          ${t(document.media_type === "image/jpeg" ? "paper_view" : "paper_save")}
        </button>`}
  </li>
`;

function Picture({ document, address, onClose }) {
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return html`
    <${Dialog} heading=${t(`paper_${document.kind}`)} onClose=${onClose}>
      <img class="paper-picture" src=${address} alt=${t("paper_alt", { kind: t(`paper_${document.kind}`) })} />
    </${Dialog}>
  `;
}
