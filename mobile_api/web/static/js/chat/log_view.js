// The scrolling log; screen readers hear each new message once.
import { html, useLayoutEffect, useRef } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { MessageItem } from "./message.js";

const NEAR_END_PX = 160;

/** @param {{log: import("./log.js").Entry[], typing?: boolean, onResend?: Function, extraFor?: Function}} props */
export function LogView({ log, typing, onResend, extraFor = () => null, children }) {
  const box = useRef(null);
  const atEnd = useRef(true);
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
  const last = log.at(-1);
  useLayoutEffect(() => {
    const ours = last?.message.from === "borrower";
    if (atEnd.current || ours) box.current.scrollTop = box.current.scrollHeight;
  }, [last?.key, log.length, typing, children]);
  return html`
    <div class="log-box" id="log" ref=${box} onScroll=${onScroll} tabindex="0" role="region"
      aria-label=${t("conversation_log")}>
      <div role="log" aria-live="polite" aria-relevant="additions" aria-label=${t("new_messages")}>
        <ol class="log">
          ${log.map((entry) => html`
            <${MessageItem} key=${entry.key} entry=${entry} onResend=${onResend} extra=${extraFor(entry)} />`)}
        </ol>
      </div>
      ${children}
      <div role="status" class="typing">
        ${typing && html`<span class="visually-hidden">${t("typing")}</span>
          <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`}
      </div>
    </div>
  `;
}
