// What is read out of a message. Pure.

// Amounts, rates, dates and numbers in digits, and those that are written for the ear.
const FIGURES = /\d|[零一二三四五六七八九两十百千万亿]{2,}|\b(hundred|thousand|million|percent)\b|百分之/i;

/** The words for the ear: the bot's own, or else what is shown. @param {import("../chat/log.js").Message} message */
export const wordsOf = (message) => message.speak || message.text;

/** Whether somebody beside the borrower could learn figures from it. @param {string} words */
export const holdsFigures = (words) => FIGURES.test(words);

/**
 * @param {string} words
 * @param {boolean} othersHear
 * @param {string} instead said in the place of words that are kept back
 * @returns {{aloud: string, keptBack: string | null}}
 */
export function guarded(words, othersHear, instead) {
  return othersHear && holdsFigures(words) ? { aloud: instead, keptBack: words } : { aloud: words, keptBack: null };
}
