// The borrower's page: signed out, the chat, or the loans.
import { effect, html, render } from "./shared/html.js";
import { AboutView } from "./about/view.js";
import { close, useLanguage } from "./chat/store.js";
import { ChatView } from "./chat/view.js";
import { t } from "./i18n/index.js";
import { LoansView, LoanView } from "./loans/view.js";
import { route } from "./shared/route.js";
import { session, signOut } from "./shared/session.js";
import { Brand, IconButton, LanguageSwitch } from "./shared/widgets.js";
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

/** What the borrower reads now is what the bot and the notifications should speak from now on. */
async function tellLanguage() {
  if (!session.value) return;
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
      ${session.value && html`
        <nav aria-label=${t("nav_main")}>
          <${Tab} to="chat" here=${page === "chat"} label=${t("nav_chat")} />
          <${Tab} to="loans" here=${page === "loans"} label=${t("nav_loans")} />
        </nav>`}
      <div class="top-actions">
        <${LanguageSwitch} onChange=${tellLanguage} />
        ${session.value && html`<${IconButton} icon="leave" label=${t("sign_out")} onClick=${leave} />`}
      </div>
    </header>
  `;
}

// By the first part of the address; the chat is at any other.
const PAGES = ["about", "loans"];

function Page({ page, id }) {
  if (page === "about") return html`<${AboutView} />`;
  if (!session.value) return html`<${SignInView} />`;
  if (page === "chat") return html`<${ChatView} />`;
  return id ? html`<${LoanView} id=${id} />` : html`<${LoansView} />`;
}

function App() {
  const [first, id] = route.value;
  const page = PAGES.includes(first) ? first : "chat";
  const screen = session.value || page === "about" ? page : "signed-out";
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
