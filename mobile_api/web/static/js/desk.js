// The staff page: sign in, the live queue with one conversation, borrowers and their identities, reviews.
import { effect, html, render, useEffect } from "./shared/html.js";
import { Borrowers } from "./desk/borrowers/view.js";
import { DeskConversation } from "./desk/conversation.js";
import { Queue } from "./desk/queue.js";
import { Reviews } from "./desk/reviews/view.js";
import { StaffSignIn } from "./desk/sign_in.js";
import { close, me, news, start, trouble } from "./desk/store.js";
import { t } from "./i18n/index.js";
import { route } from "./shared/route.js";
import { session, signOut } from "./shared/session.js";
import { Alert, Brand, IconButton, LanguageSwitch, OfflineNotice } from "./shared/widgets.js";

effect(() => (document.title = t("title_desk")));

function leave() {
  close();
  signOut();
}

const isReviewer = () => me.value?.role === "reviewer";

/** The page that is shown, by its name in the address. */
const page = () => {
  const [name] = route.value;
  return name === "borrowers" || (name === "reviews" && isReviewer()) ? name : "";
};

const Tab = ({ to, here, label }) => html`
  <a class="tab" href=${`#${to}`} aria-current=${here ? "page" : undefined}>${label}</a>
`;

const TopBar = () => html`
  <header class="top-bar full">
    <${Brand} />
    ${me.value && html`
      <nav aria-label=${t("nav_main")}>
        <${Tab} to="" here=${page() === ""} label=${t("nav_conversations")} />
        <${Tab} to="borrowers" here=${page() === "borrowers"} label=${t("nav_borrowers")} />
        ${isReviewer() && html`<${Tab} to="reviews" here=${page() === "reviews"} label=${t("nav_reviews")} />`}
      </nav>`}
    <div class="top-actions">
      ${me.value && html`<span class="hint">${me.value.name}</span>`}
      <${LanguageSwitch} />
      ${session.value && html`<${IconButton} icon="leave" label=${t("sign_out")} onClick=${leave} />`}
    </div>
  </header>
`;

function Desk() {
  useEffect(() => {
    start();
    return close;
  }, []);
  const Page = { "": Conversations, borrowers: Borrowers, reviews: Reviews }[page()];
  return html`<${Page} />`;
}

function Conversations() {
  return html`
    <h1 class="visually-hidden">${t("desk_heading")}</h1>
    <${OfflineNotice} />
    <${Alert} text=${trouble.value} />
    <div role="status">${news.value && html`<p class="notice good">${news.value}</p>`}</div>
    <div class="desk-panes"><${Queue} /><${DeskConversation} /></div>
  `;
}

const App = () => html`
  <${TopBar} />
  <main class=${session.value ? "desk" : "signed-out"}>
    ${session.value ? html`<${Desk} />` : html`<${StaffSignIn} />`}
  </main>
`;

render(html`<${App} />`, document.getElementById("app"));
