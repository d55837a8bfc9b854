// Who lends here, under which licence, and where to complain: for everybody, signed in or not.
import { html, useEffect, useState } from "../shared/html.js";
import { language, sayProblem, t, word } from "../i18n/index.js";
import { request } from "../shared/http.js";
import { Alert } from "../shared/widgets.js";

export function AboutView() {
  const [about, setAbout] = useState(null);
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    request("GET", "/about").then(setAbout, (problem) => setTrouble(sayProblem(problem)));
  }, []);
  return html`
    <div class="about">
      <h1>${t("about_heading")}</h1>
      ${about && html`<${Facts} about=${about} />`}
      <${Alert} text=${trouble} />
      <p><a href="#">${t("about_back")}</a></p>
    </div>
  `;
}

function Facts({ about }) {
  const own = (text) => text[language.value];
  const facts = [
    ["about_lender", own(about.lender)],
    ["about_licence", `${word("licence", about.licence)} · ${about.licence_number}`],
    ["about_supervisor", own(about.supervisor)],
    ["about_hotline", about.hotline && html`<a href=${`tel:${about.hotline}`}>${about.hotline}</a>`],
    ["about_regulator", about.regulator_phone && html`<a href=${`tel:${about.regulator_phone}`}>${about.regulator_phone}</a>`],
    ["about_complaints", own(about.complaints)],
  ];
  return html`
    <dl class="facts">
      ${facts.filter(([, value]) => value).map(([name, value]) => html`<div key=${name}><dt>${t(name)}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}
