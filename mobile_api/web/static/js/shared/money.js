// Amounts and rates are shown exactly as the backend computed them: integers and decimal strings, no floats.
import { locale } from "../i18n/index.js";

/** @typedef {{minor: number, currency: string}} Money */

/** @param {Money} money @returns {string} such as "¥35,000.00" */
export function formatMoney({ minor, currency }) {
  const format = new Intl.NumberFormat(locale(), { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(decimal(minor, format.resolvedOptions().maximumFractionDigits));
}

/** @param {number} minor @param {number} digits @returns {string} a plain decimal, such as "-0.05" */
export function decimal(minor, digits) {
  if (!Number.isSafeInteger(minor)) throw new RangeError("not an exact amount");
  const sign = minor < 0 ? "-" : "";
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits ? `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}` : sign + figures;
}

/** @param {Money} a @param {Money} b @returns {Money} */
export const add = (a, b) => ({ minor: a.minor + b.minor, currency: a.currency });

/** @param {string} rate a decimal string @returns {string} without idle zeros: "12.50" → "12.5%" */
export function formatPercent(rate) {
  const text = String(rate);
  return `${text.includes(".") ? text.replace(/\.?0+$/, "") : text}%`;
}
