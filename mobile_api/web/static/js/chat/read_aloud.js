// Reads a message aloud with the device's own voices.
import { signal } from "../shared/html.js";
import { languageOf } from "../i18n/index.js";

export const canReadAloud = () => "speechSynthesis" in window;

/** The key of the entry being read, or null. */
export const reading = signal(null);

/** @param {string} key @param {string} text */
export function readAloud(key, text) {
  silence();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = languageOf(text);
  words.onend = words.onerror = () => {
    if (reading.value === key) reading.value = null;
  };
  reading.value = key;
  speechSynthesis.speak(words);
}

export function silence() {
  speechSynthesis.cancel();
  reading.value = null;
}
