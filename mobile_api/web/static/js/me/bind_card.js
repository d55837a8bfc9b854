// Binding a bank card takes a code that was sent for that card alone.
import { t } from "../i18n/index.js";
import { useStepUp } from "../signin/step_up.js";

/** `[bind, step]`, as of `useStepUp`: `bind(card)` answers the borrower's cards. */
export function useBinding() {
  const [send, step] = useStepUp(t("card_code_lead"), t("card_bind"));
  return [(card) => send("PUT", "/me/cards", card), step];
}
