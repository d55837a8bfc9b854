// Small parts that every page uses.
import { html, useEffect, useRef } from "./html.js";
import { language, t } from "../i18n/index.js";
import { Icon } from "./icons.js";
import { offline } from "./stream.js";

/** A button that shows only an icon; `label` is its name. */
export const IconButton = ({ icon, label, ...rest }) => html`
  <button type="button" class="icon-button" aria-label=${label} title=${label} ...${rest}>
    <${Icon} name=${icon} />
  </button>
`;

/** @param {{id: string, label: string, hint?: string}} props the rest goes to the input */
export const Field = ({ id, label, hint, ...input }) => html`
  <div class="form-field">
    <label for=${id}>${label}</label>
    <input id=${id} aria-describedby=${hint ? `${id}-hint` : undefined} ...${input} />
    ${hint && html`<p id=${`${id}-hint`} class="hint">${hint}</p>`}
  </div>
`;

/** A choice of one. @param {{id: string, label: string, options: [string, string][], value: string}} props */
export const Choice = ({ id, label, options, value, ...select }) => html`
  <div class="form-field">
    <label for=${id}>${label}</label>
    <select id=${id} ...${select}>
      ${options.map(([one, name]) => html`<option key=${one} value=${one} selected=${one === value}>${name}</option>`)}
    </select>
  </div>
`;

/** @param {{onChange?: (language: "zh" | "en") => void}} props */
export function LanguageSwitch({ onChange = () => {} }) {
  function change() {
    language.value = language.value === "zh" ? "en" : "zh";
    onChange(language.value);
  }
  const other = language.value === "zh" ? "en" : "zh-CN";
  return html`
    <button type="button" class="quiet" lang=${other} aria-label=${t("switch_language")} onClick=${change}>
      ${t("other_language")}
    </button>
  `;
}

export const Brand = () => html`
  <span class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28" /><span>${t("brand")}</span></span>
`;

/** Says once that the connection is gone, and goes away when it is back. */
export const OfflineNotice = () => html`
  <div role="status" class="offline-region">
    ${offline.value && html`<p class="notice warning"><${Icon} name="warning" /><span>${t("offline")}</span></p>`}
  </div>
`;

/** @param {{text: string | null}} props an alert that is announced when it appears */
export const Alert = ({ text }) => html`
  <div role="alert">${text && html`<p class="notice error"><${Icon} name="warning" /><span>${text}</span></p>`}</div>
`;

/** A modal dialog, open while mounted; focus goes in and comes back. */
export function Dialog({ heading, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.focus();
  }, []);
  return html`
    <dialog ref=${dialog} class="sheet" aria-labelledby="dialog-heading" onClose=${onClose}>
      <header class="sheet-header">
        <h2 id="dialog-heading">${heading}</h2>
        <${IconButton} icon="close" label=${t("close")} onClick=${() => dialog.current.close()} />
      </header>
      ${children}
    </dialog>
  `;
}

/** Rows of a name and a value. @param {{rows: [string, any][]}} props */
export const Facts = ({ rows }) => html`
  <dl class="facts">
    ${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>
`;
