// Amounts are shown exactly as the backend computed them.
import { locale } from "../i18n/index.js";
import { decimal } from "./decimal.js";

/** @typedef {{minor: number, currency: string}} Money */

/** @param {Money} money @returns {string} such as "¥35,000.00" */
export function formatMoney({ minor, currency }) {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(decimal(minor, format.resolvedOptions().maximumFractionDigits));
}

/** @param {Money} a @param {Money} b @returns {Money} */
export const add = (a, b) => ({ minor: a.minor + b.minor, currency: a.currency });
