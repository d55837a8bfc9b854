// The scrolling log; screen readers hear each new message once.
import { html, useLayoutEffect, useRef } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { MessageItem } from "./message.js";

const NEAR_END_PX = 160;
// How much of what came before stays in view.
const CONTEXT_PX = 72;

/** Scroll to the end, but not past the start of the message with that index: a long card is read from its top. */
function showFrom(box, index) {
  const item = box.querySelectorAll(".message")[index];
  const end = box.scrollHeight - box.clientHeight;
  const start = item ? box.scrollTop + top(item) - top(box) - CONTEXT_PX : end;
  box.scrollTop = Math.min(start, end);
}

const top = (element) => element.getBoundingClientRect().top;

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < NEAR_END_PX;

/**
 * @param {{log: import("./log.js").Entry[], typing?: boolean, quiet?: boolean, onResend?: Function, forStaff?: Function}} props
 *   `quiet`: new messages are read out already, and must not be heard twice
 */
export function LogView({ log, typing, quiet, onResend, forStaff, children }) {
  const box = useRef(null);
  const atEnd = useRef(true);
  const shown = useRef(0);
  useLayoutEffect(() => {
    const spoke = log.slice(shown.current).some((entry) => entry.message.from === "borrower");
    // What was said before the page was opened is not new.
    if (spoke || atEnd.current) showFrom(box.current, shown.current || log.length);
    shown.current = log.length;
    atEnd.current = isNearEnd(box.current);
  }, [log.length]);

  useLayoutEffect(() => {
    if (typing && atEnd.current) showFrom(box.current, log.length);
  }, [typing]);

  return html`
    <div class="log-box" id="log" ref=${box} tabindex="0" role="region" aria-label=${t("conversation_log")}
      onScroll=${() => (atEnd.current = isNearEnd(box.current))}>
      <div role="log" aria-live=${quiet ? "off" : "polite"} aria-relevant="additions" aria-label=${t("new_messages")}>
        <ol class="log">
          ${log.map((entry) => html`
            <${MessageItem} key=${entry.key} entry=${entry} onResend=${onResend} forStaff=${forStaff?.(entry)} />`)}
        </ol>
      </div>
      ${children}
      <div role="status" aria-live=${quiet ? "off" : "polite"} class="typing">
        ${typing && html`<span class="visually-hidden">${t("typing")}</span>
          <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`}
      </div>
    </div>
  `;
}
