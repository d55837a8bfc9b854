// Where the keyboard stands once what it stood on is gone.
import { useEffect } from "./html.js";

/** Whether what had the focus went away, or nothing had it yet. */
export const focusIsLost = () => document.activeElement === document.body;

/** The element takes a lost focus, now and whenever `when` changes. @param {{current: HTMLElement}} element @param {any} [when] */
export function useLostFocus(element, when) {
  useEffect(() => {
    if (focusIsLost()) element.current.focus({ preventScroll: true });
  }, [when]);
}
