// Who the borrower is to us: identity and bank card, each with its own screen.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { Loaded } from "../shared/loaded.js";
import { call } from "../shared/session.js";
import { PhoneFacts } from "../numbers/phone.js";
import { CardFacts } from "./card.js";
import { IdentityFacts } from "./identity.js";

const load = async () => {
  const [me, identity, cards] = await Promise.all(["/me", "/me/identity", "/me/cards"].map((path) => call("GET", path)));
  return { me, identity, cards };
};

export const MeView = () => html`
  <div class="screen">
    <h1>${t("nav_me")}</h1>
    <${Loaded} load=${load} show=${({ me, identity, cards }) => html`
      <section class="card">
        <h2>${t("phone")}</h2>
        <${PhoneFacts} phone=${me.phone} />
        <a class="link-button" href="#me/phone">${t("phone_change")}</a>
      </section>
      <section class="card">
        <h2>${t("me_identity")}</h2>
        <${IdentityFacts} identity=${identity} />
        <a class="link-button" href="#me/identity">${t("me_identity")}</a>
      </section>
      <section class="card">
        <h2>${t("me_card")}</h2>
        <${CardFacts} cards=${cards} />
        <a class="link-button" href="#me/card">${t("me_card")}</a>
      </section>`} />
    <nav aria-label=${t("nav_me")}>
      <ul class="links">
        <li><a href="#consents">${t("nav_consents")}</a></li>
        <li><a href="#sessions">${t("sessions")}</a></li>
        <li><a href="#me/reclaim">${t("reclaim_heading")}</a></li>
        <li><a href="#account">${t("nav_data")}</a></li>
      </ul>
    </nav>
  </div>
`;
