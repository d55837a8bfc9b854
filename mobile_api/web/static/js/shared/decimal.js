// Integers of minor units and decimal strings as text, without ever passing through a float. Pure.

/** @param {number} minor @param {number} digits @returns {string} a plain decimal, such as "-0.05" */
export function decimal(minor, digits) {
  if (!Number.isSafeInteger(minor)) throw new RangeError("not an exact amount");
  const sign = minor < 0 ? "-" : "";
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits ? `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}` : sign + figures;
}

/** @param {string} text such as "1200.5", in whole units with two decimals at most @returns {number} minor units */
export function minorUnits(text) {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const minor = Number(whole + part.padEnd(2, "0"));
  if (whole === undefined || !Number.isSafeInteger(minor)) throw new RangeError("not an exact amount");
  return minor;
}

/** @param {string} rate a decimal string @returns {string} without idle zeros: "12.50" → "12.5%" */
export function formatPercent(rate) {
  return `${rate.includes(".") ? rate.replace(/\.?0+$/, "") : rate}%`;
}
