// Reads messages aloud with the device's own voices, one after another.
import { signal } from "../shared/html.js";
import { languageOf } from "../i18n/index.js";
import { settings } from "../voice/settings.js";

export const canReadAloud = () => "speechSynthesis" in window;

/** The key of the entry being read, or null. */
export const reading = signal(null);

// What is to be read after it: pairs of a key and a text.
let waiting = [];

/** Read this now, instead of whatever is being read. @param {string} key @param {string} text */
export function readAloud(key, text) {
  silence();
  begin(key, text);
}

/** Read this when all before it is read. @param {string} key @param {string} text */
export function readNext(key, text) {
  if (reading.value === null) begin(key, text);
  else waiting.push([key, text]);
}

export function silence() {
  waiting = [];
  reading.value = null;
  if (canReadAloud()) speechSynthesis.cancel();
}

function begin(key, text) {
  if (!canReadAloud()) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = languageOf(text);
  words.rate = settings.value.rate;
  // A cancelled one ends late: what is read by then is another's.
  words.onend = words.onerror = () => current === words && goOn();
  current = words;
  reading.value = key;
  speechSynthesis.speak(words);
}

let current = null;

function goOn() {
  const next = waiting.shift();
  if (next) begin(...next);
  else reading.value = null;
}
