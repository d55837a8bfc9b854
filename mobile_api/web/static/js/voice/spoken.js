// What is read out of a message. Pure.

// As speech/voices/words.py has it; both are held to tests/unit/figures.yml. Rather too often than not.
const CHINESE = /[二两三四五六七八九十百千万亿]|[零一幺][零一幺点半]*[零一幺半]|[零一幺](?=个月|年|期|元|块|岁|月|号|日)/;
const ENGLISH = new Set(
  ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen" +
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million percent" +
    " first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth" +
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth").split(" "),
);

/** The words for the ear: the bot's own, or else what is shown. @param {import("../chat/log.js").Message} message */
export const wordsOf = (message) => message.speak || message.text;

/** Whether somebody beside the borrower could learn a number or a day from it. @param {string} words */
export function holdsFigures(words) {
  if (/\d/.test(words) || CHINESE.test(words)) return true;
  return (words.toLowerCase().match(/[a-z]+/g) ?? []).some((word) => ENGLISH.has(word));
}

/**
 * @param {string} words
 * @param {boolean} othersHear
 * @param {string} instead said in the place of words that are kept back
 * @returns {{aloud: string, keptBack: string | null}}
 */
export function guarded(words, othersHear, instead) {
  return othersHear && holdsFigures(words) ? { aloud: instead, keptBack: words } : { aloud: words, keptBack: null };
}

// Seconds that no voice takes: until it begins, for a Chinese character or a digit, for any other.
const UNTIL_IT_BEGINS = 8;
const FOR_A_SYLLABLE = 0.6;
const FOR_A_LETTER = 0.15;

/** In how many seconds any voice has read it. @param {string} words @param {number} rate 1 is the voice's own */
export function longestReading(words, rate) {
  const syllables = (words.match(/[\p{Script=Han}\d]/gu) ?? []).length;
  return UNTIL_IT_BEGINS + (syllables * FOR_A_SYLLABLE + (words.length - syllables) * FOR_A_LETTER) / rate;
}

// The service takes no longer ones: up to its last comma or blank, or else 300 characters of it. As mobile_api/voice/reading.py has
// it; both are held to tests/unit/sentences.yml.
const LONGEST = /.{0,299}(?:[，、：；]|\S(?=\s|$))|.{1,300}/gsu;

/**
 * The sentences of a text, as its language has them; of one that is too long, parts.
 * @param {string} text @param {string} language @returns {string[]}
 */
export function sentencesOf(text, language) {
  const found = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
  const parts = [...found].flatMap(({ segment }) => segment.trim().match(LONGEST) ?? []);
  return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
}
