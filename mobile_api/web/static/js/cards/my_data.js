// Leads to the page where a copy of one's data is downloaded and the account is closed.
import { html } from "../shared/html.js";
import { t } from "../i18n/index.js";

export const MyDataCard = () => html`<a class="link-button" href="#account">${t("data_copy_open")}</a>`;
