// The frame of every card in the conversation.
import { html } from "../shared/html.js";
import { Icon } from "../shared/icons.js";

/** @param {{heading: string, icon?: string, tone?: "good" | "plain" | "bad"}} props */
export const Card = ({ heading, icon, tone = "plain", note, children }) => html`
  <section class=${`card tone-${tone}`}>
    <header class="card-header">
      ${icon && html`<span class="card-icon"><${Icon} name=${icon} /></span>`}
      <div><h2>${heading}</h2>${note && html`<p class="hint">${note}</p>`}</div>
    </header>
    ${children}
  </section>
`;
