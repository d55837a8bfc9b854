// One borrower as staff see them: masked, until a field is asked for with a reason.
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { local, sayProblem, t } from "../../i18n/index.js";
import { validityOf } from "../../me/identity.js";
import { formatMoment } from "../../shared/dates.js";
import { formatMoney } from "../../shared/money.js";
import { Facts } from "../../shared/widgets.js";
import { NoteDialog } from "../note_dialog.js";
import { Proof } from "./proof.js";
import { reveal } from "./store.js";

const REASON_LIMIT = 500;

/** The words' key for how far an identity has come. */
export const stateOf = ({ verified, waits_for: waits, name }) => {
  if (verified) return "borrower_verified";
  if (waits) return "borrower_waits";
  return name ? "borrower_unverified" : "borrower_unnamed";
};

export function Borrower({ borrower }) {
  const { borrower_id: id, identity, claim, consents, cards } = borrower;
  const heading = useRef(null);
  // When a borrower is opened, or a claim is decided, a screen reader goes on from here.
  useEffect(() => heading.current.focus(), [claim?.id]);
  return html`
    <section class="desk-conversation" aria-labelledby="borrower-heading">
      <header class="desk-header">
        <div>
          <p class="to-list"><a href="#borrowers">${t("back_to_list")}</a></p>
          <h2 id="borrower-heading" tabindex="-1" ref=${heading}>${identity.name ?? t("borrower_unnamed")}${" "}
            <span class=${`chip-state ${identity.verified ? "paid" : ""}`}>${t(stateOf(identity))}</span></h2>
          <p class="hint">${id}</p>
        </div>
      </header>
      <div class="evidence-body" tabindex="0">
        <${Identity} borrower=${borrower} />
        ${claim && html`<${Proof} key=${claim.id} claim=${claim} way=${identity.waits_for} />`}
        <section>
          <h3>${t("me_card")}</h3>
          ${cards.length === 0 && html`<p class="hint">${t("cards_none")}</p>`}
          <${Facts} rows=${cards.map((one) => [`${local(one.bank)} ···· ${one.last4}`, useOf(one)])} />
        </section>
        <section><h3>${t("nav_consents")}</h3>
          <${Facts} rows=${consents.map((one) => [local(one.title), standing(one)])} /></section>
      </div>
    </section>
  `;
}

function Identity({ borrower: { identity, phone } }) {
  const [asked, setAsked] = useState(null);
  // What was shown in clear, by field.
  const [clear, setClear] = useState({});

  async function show(reason) {
    try {
      const value = await reveal(asked, reason);
      setClear((before) => ({ ...before, [asked]: value ?? t("clear_not_told") }));
      return null;
    } catch (problem) {
      return sayProblem(problem);
    }
  }

  function toggle(field) {
    if (!(field in clear)) return setAsked(field);
    const { [field]: _, ...others } = clear;
    setClear(others);
  }

  const row = (field, masked) => [
    labelOf(field),
    html`<${Masked} field=${field} value=${clear[field] ?? masked} isClear=${field in clear} onToggle=${() => toggle(field)} />`,
  ];
  const rows = [
    ...(identity.name
      ? [
          row("name", identity.name),
          row("id_number", identity.id_number ?? t("clear_hidden")),
          row("address", t("clear_hidden")),
          row("occupation", t("clear_hidden")),
          [t("identity_valid"), validityOf(identity) ?? t("clear_not_told")],
        ]
      : []),
    ...(phone ? [row("phone", phone)] : []),
    identity.verified_at && [t("borrower_verified_at"), formatMoment(identity.verified_at)],
    identity.verified && identity.proof && [t("borrower_proof"), t(`proved_${identity.proof}`)],
    identity.limit && [t("borrower_limit"), formatMoney(identity.limit)],
    identity.next.length > 0 && [t("borrower_next"), identity.next.map((way) => t(`proved_${way}`)).join(" · ")],
  ].filter(Boolean);
  return html`
    <section>
      <h3>${t("me_identity")}</h3>
      <${Facts} rows=${rows} />
      ${asked && html`
        <${NoteDialog} heading=${t("clear_heading", { what: labelOf(asked) })} label=${t("clear_reason")}
          confirm=${t("clear_confirm")} limit=${REASON_LIMIT} required onNote=${show} onClose=${() => setAsked(null)} />`}
    </section>
  `;
}

const labelOf = (field) => t(`borrower_${field}`);

const Masked = ({ field, value, isClear, onToggle }) => html`
  <span class="masked">
    <span role="status">${value}</span>
    <button type="button" class="quiet small" aria-label=${t(isClear ? "clear_hide_of" : "clear_show_of", { what: labelOf(field) })}
      onClick=${onToggle}>${t(isClear ? "clear_hide" : "clear_show")}</button>
  </span>
`;

function useOf({ current, provisional }) {
  if (!current) return t("card_former");
  return t(provisional ? "card_provisional" : "card_current");
}

function standing({ given, given_at: since, withdrawn_at: until }) {
  if (given) return t("consent_given", { time: formatMoment(since) });
  if (since) return t("borrower_consent_old", { time: formatMoment(since) });
  return until ? t("consent_withdrawn", { time: formatMoment(until) }) : t("consent_not_given");
}
