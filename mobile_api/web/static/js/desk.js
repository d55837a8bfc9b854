// The staff page: sign in, the live queue, one conversation.
import { effect, html, render, useEffect } from "./shared/html.js";
import { DeskConversation } from "./desk/conversation.js";
import { Queue } from "./desk/queue.js";
import { StaffSignIn } from "./desk/sign_in.js";
import { close, me, news, start, trouble } from "./desk/store.js";
import { t } from "./i18n/index.js";
import { session, signOut } from "./shared/session.js";
import { Alert, Brand, IconButton, LanguageSwitch, OfflineNotice } from "./shared/widgets.js";

effect(() => (document.title = t("title_desk")));

function leave() {
  close();
  signOut();
}

const TopBar = () => html`
  <header class="top-bar full">
    <${Brand} />
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
