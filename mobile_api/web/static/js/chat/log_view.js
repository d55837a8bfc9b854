// The scrolling log; screen readers hear each new message once.
import { html, useLayoutEffect, useRef } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { MessageItem } from "./message.js";

const NEAR_END_PX = 160;

/** Scroll to the end, but not past the start of what is new: a long card is read from its top. */
function showNew(box, firstNew) {
  const before = box.querySelectorAll(".message")[firstNew - 1];
  const end = box.scrollHeight - box.clientHeight;
  const start = before ? box.scrollTop + before.getBoundingClientRect().top - box.getBoundingClientRect().top : end;
  box.scrollTop = Math.min(start, end);
}

/** @param {{log: import("./log.js").Entry[], typing?: boolean, onResend?: Function, forStaff?: Function}} props */
export function LogView({ log, typing, onResend, forStaff, children }) {
  const box = useRef(null);
  const atEnd = useRef(true);
  const shown = useRef(0);
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
  const last = log.at(-1);
  useLayoutEffect(() => {
    if (atEnd.current || last?.state === "sending") showNew(box.current, shown.current);
    shown.current = log.length;
  }, [last?.key, log.length, typing]);
  return html`
    <div class="log-box" id="log" ref=${box} onScroll=${onScroll} tabindex="0" role="region"
      aria-label=${t("conversation_log")}>
      <div role="log" aria-live="polite" aria-relevant="additions" aria-label=${t("new_messages")}>
        <ol class="log">
          ${log.map((entry) => html`
            <${MessageItem} key=${entry.key} entry=${entry} onResend=${onResend} forStaff=${forStaff?.(entry)} />`)}
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
