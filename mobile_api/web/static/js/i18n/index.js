// The words of the interface, in two languages. What the bot and the backend say arrives in words already.
import { formatMoment } from "../shared/dates.js";
import { effect, signal } from "../shared/html.js";
import en from "./en.js";
import zh from "./zh.js";

const WORDS = { en, zh };
const KEY = "loantalk.language";

function firstLanguage() {
  const kept = localStorage.getItem(KEY);
  if (kept !== null && kept in WORDS) return kept;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

/** @type {import("../../vendor/signals.js").Signal<"zh" | "en">} */
export const language = signal(firstLanguage());

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  localStorage.setItem(KEY, language.value);
});

export const locale = () => (language.value === "zh" ? "zh-CN" : "en-GB");

/** The words for `key`, with `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  const words = WORDS[language.value][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The words for a value of an enumeration the backend may extend; unknown values are shown as they are. */
export function word(kind, value) {
  return WORDS[language.value][`${kind}_${value}`] ?? String(value);
}

/** What to say about a Problem; of one with several reasons, why. A borrower reads the backend's own reason, staff a plainer one. */
export function sayProblem({ code, data }) {
  const key = [`problem_${code}_${data?.reason}`, `problem_${code}`].find((one) => one in WORDS[language.value]);
  if (!key) return t("problem_other", { code });
  const why = code === "offer_not_possible" ? word("stopped", data.reason) : data?.text && local(data.text);
  const until = data?.until && formatMoment(data.until);
  return t(key, { why, until, left: data?.tries_left, consent: data?.consent && local(data.consent) });
}

/** @param {{zh: string, en: string}} text */
export const local = (text) => text[language.value];

/** The language a text is written in, for screen readers and speech. */
export const languageOf = (text) => (/\p{Script=Han}/u.test(text) ? "zh-CN" : "en");
