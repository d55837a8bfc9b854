// The borrower's page: signed out, the chat, the loans, and all that is the borrower's own (`me`); who lends, and the receipt of an erasure, need no
// sign-in.
import { computed, effect, html, render } from "./shared/html.js";
import { AboutView } from "./about/view.js";
import { AccountView, ReceiptView } from "./account/view.js";
import { close, useLanguage } from "./chat/store.js";
import { ChatView } from "./chat/view.js";
import { Door } from "./consents/door.js";
import * as Consents from "./consents/store.js";
import { ConsentsView } from "./consents/view.js";
import { t } from "./i18n/index.js";
import { LoansView, LoanView } from "./loans/view.js";
import { CardView } from "./me/card.js";
import { IdentityView } from "./me/identity.js";
import { MeView } from "./me/view.js";
import { route } from "./shared/route.js";
import { Icon } from "./shared/icons.js";
import { session, signOut } from "./shared/session.js";
import { SessionsView } from "./sessions/view.js";
import { Brand, IconButton, LanguageSwitch } from "./shared/widgets.js";
import { LimitedView } from "./numbers/limited.js";
import { PhoneView } from "./numbers/phone.js";
import { ReclaimView } from "./numbers/reclaim.js";
import { SignInView } from "./signin/view.js";
import { spokenByServer } from "./voice/server_voice.js";
import { end as endVoice } from "./voice/store.js";

effect(() => (document.title = t("title_borrower")));

// However a session ends, its conversation goes with it: the next to sign in here may be someone else.
effect(() => {
  if (!session.value) {
    endVoice();
    close();
    // The service speaks to nobody else.
    spokenByServer.value = [];
  }
});

// The tokens change while somebody stays signed in. Who signed in at an unknown device is nobody yet.
const known = computed(() => session.value !== null && !session.value.limited);
effect(() => {
  if (known.value) Consents.open();
  else Consents.forget();
});

/** What the borrower reads now is what the bot and the notifications should speak from now on. */
async function tellLanguage() {
  if (!known.value) return;
  // A voice stream listens for one language.
  endVoice();
  // A failure changes nothing on this page, and the next switch tells it again.
  await useLanguage().catch(() => {});
}

function leave() {
  signOut();
  location.hash = "";
}

const Tab = ({ to, here, label }) => html`
  <a class="tab" href=${`#${to}`} aria-current=${here ? "page" : undefined}>${label}</a>
`;

function TopBar({ page }) {
  return html`
    <header class="top-bar">
      <${Brand} />
      ${session.value && Consents.settled.value && html`
        <nav aria-label=${t("nav_main")}>
          <${Tab} to="chat" here=${page === "chat"} label=${t("nav_chat")} />
          <${Tab} to="loans" here=${page === "loans"} label=${t("nav_loans")} />
          <${Tab} to="me" here=${OF_ME.has(page)} label=${t("nav_me")} />
        </nav>`}
      <div class="top-actions">
        <${LanguageSwitch} onChange=${tellLanguage} />
        ${known.value && html`
          <a class="icon-button" href="#sessions" aria-label=${t("sessions")} title=${t("sessions")}
            aria-current=${page === "sessions" ? "page" : undefined}><${Icon} name="shield" /></a>`}
        ${session.value && html`
          <${IconButton} icon="leave" label=${t("sign_out")} onClick=${leave} />`}
      </div>
    </header>
  `;
}

// What the tab "me" leads to, and what needs no sign-in.
const OF_ME = new Set(["me", "consents", "account", "sessions"]);
const FOR_ALL = new Set(["about", "receipt"]);
// By the first part of the address; the chat is at any other.
const PAGES = new Set(["chat", "loans", ...FOR_ALL, ...OF_ME]);
const ME = { identity: IdentityView, card: CardView, phone: PhoneView, reclaim: ReclaimView };

function Page({ page, id }) {
  if (page === "receipt") return html`<${ReceiptView} id=${id} />`;
  if (page === "about") return html`<${AboutView} />`;
  if (!session.value) return html`<${SignInView} />`;
  if (session.value.limited) return html`<${LimitedView} onLeave=${leave} />`;
  if (Consents.atTheDoor.value.length) return html`<${Door} onLeave=${leave} />`;
  if (!Consents.settled.value) return html`<p class="centre" role="status">${t("loading")}</p>`;
  if (page === "consents") return html`<${ConsentsView} />`;
  if (page === "chat") return html`<${ChatView} />`;
  if (page === "sessions") return html`<${SessionsView} />`;
  if (page === "me") return html`<${ME[id] ?? MeView} />`;
  if (page === "account") return html`<${AccountView} />`;
  return id ? html`<${LoanView} id=${id} />` : html`<${LoansView} />`;
}

function App() {
  const [first, id] = route.value;
  const page = PAGES.has(first) ? first : "chat";
  const screen = Consents.settled.value || FOR_ALL.has(page) ? page : "signed-out";
  return html`
    <a class="skip" href="#content" onClick=${skip}>${t("skip_to_content")}</a>
    <${TopBar} page=${page} />
    <main id="content" class=${screen} tabindex="-1"><${Page} page=${page} id=${id} /></main>
  `;
}

function skip(event) {
  // The address after "#" is our route, so the link must not change it.
  event.preventDefault();
  document.getElementById("content").focus();
}

render(html`<${App} />`, document.getElementById("app"));
