// Days are the lender's calendar days and have no zone; moments are shown in the device's zone.
import { locale } from "../i18n/index.js";

/** @param {string} day "2026-01-15" */
export function formatDay(day) {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** @param {string} moment RFC 3339 */
export function formatTime(moment) {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(moment));
}

/** @param {string} moment RFC 3339 */
export function formatMoment(moment) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}
