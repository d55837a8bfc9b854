// Integers of minor units and decimal strings as text, without ever passing through a float. Pure.

/** @param {number} minor @param {number} digits @returns {string} a plain decimal, such as "-0.05" */
export function decimal(minor, digits) {
  if (!Number.isSafeInteger(minor)) throw new RangeError("not an exact amount");
  const sign = minor < 0 ? "-" : "";
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits ? `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}` : sign + figures;
}

/** @param {string} rate a decimal string @returns {string} without idle zeros: "12.50" → "12.5%" */
export function formatPercent(rate) {
  return `${rate.includes(".") ? rate.replace(/\.?0+$/, "") : rate}%`;
}
