// The staff page: sign in, the live queue, one conversation.
import { effect, html, render, useEffect } from "./shared/html.js";
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

const atReviews = () => me.value?.role === "reviewer" && route.value[0] === "reviews";

const Tab = ({ to, here, label }) => html`
  <a class="tab" href=${`#${to}`} aria-current=${here ? "page" : undefined}>${label}</a>
`;

const TopBar = () => html`
  <header class="top-bar full">
    <${Brand} />
    ${me.value?.role === "reviewer" && html`
      <nav aria-label=${t("nav_main")}>
        <${Tab} to="" here=${!atReviews()} label=${t("nav_conversations")} />
        <${Tab} to="reviews" here=${atReviews()} label=${t("nav_reviews")} />
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
  return atReviews() ? html`<${Reviews} />` : html`<${Conversations} />`;
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
