// What the voice reads out, and what is done with it on a word: said again, slower, or at last.
import { signal } from "../shared/html.js";
import { t } from "../i18n/index.js";
import { readNext, silence } from "./read_aloud.js";
import { faster, settings, slower } from "./settings.js";
import { guarded } from "./spoken.js";

/** Words with figures that were not read out, or null. */
export const keptBack = signal(null);

// What was read out since the borrower last spoke.
let said = [];
let spoken = 0;
let tell = () => {};

/** A talk begins. @param {(words: string) => void} onTrouble told, in words, what could not be read out */
export function begin(onTrouble) {
  forget();
  tell = onTrouble;
}

/** The borrower has spoken: what was said before is not said again. */
export function forget() {
  said = [];
  keptBack.value = null;
}

/** Unless a screen reader does. */
export function readOut(words) {
  said.push(words);
  if (!settings.value.screenReader) speak(words);
}

/** Read out; where others hear, figures wait until they are asked for. */
export function readGuarded(words) {
  const { aloud, keptBack: held } = guarded(words, settings.value.othersHear, t("voice_kept_back"));
  if (held) keptBack.value = [keptBack.value, held].filter(Boolean).join(" ");
  readOut(aloud);
}

export function speak(words) {
  spoken += 1;
  readNext(`voice-${spoken}`, words, tell);
}

/** What a button or a spoken command asks of the voice. @param {"repeat" | "slower" | "faster" | "read_it" | "stop"} command */
export function obey(command) {
  silence();
  if (command === "stop") return;
  if (command === "slower") slower();
  if (command === "faster") faster();
  if (command === "read_it" && keptBack.value) speak(keptBack.value);
  else said.forEach(speak);
}
