// Reads messages aloud, one after another: with the device's own voices, and by the service where the device has none.
import { effect, signal } from "../shared/html.js";
import { languageOf, t } from "../i18n/index.js";
import { readByServer, spokenByServer } from "./server_voice.js";
import { settings } from "./settings.js";
import { longestReading } from "./spoken.js";

const deviceSpeaks = "speechSynthesis" in window;
const deviceVoices = signal(deviceSpeaks ? speechSynthesis.getVoices() : []);
// Browsers load the list only once it is asked for.
if (deviceSpeaks) speechSynthesis.onvoiceschanged = () => (deviceVoices.value = speechSynthesis.getVoices());

export const canReadAloud = () => deviceSpeaks || spokenByServer.value.length > 0;

/** The key of the entry being read, or null. */
export const reading = signal(null);

// What is to be read after it: a key, a text, and whom to tell when it fails.
let waiting = [];
let stop = () => {};
// Held here: Chromium may otherwise drop an utterance while it is spoken, and its end with it.
let utterance = null;

/** Until nothing is read any more, or the time is over: a device may never tell that it is done. @param {number} atMostMs */
export async function quiet(atMostMs) {
  let unwatch;
  await new Promise((resolve) => {
    setTimeout(resolve, atMostMs);
    unwatch = effect(() => {
      if (reading.value === null) resolve();
    });
  });
  unwatch();
}

/**
 * Read this now, instead of whatever is being read.
 * @param {string} key @param {string} text
 * @param {(words: string) => void} onTrouble told, in words, that it could not be read
 */
export function readAloud(key, text, onTrouble) {
  silence();
  begin(key, text, onTrouble);
}

/** Read this when all before it is read; otherwise as `readAloud`. */
export function readNext(key, text, onTrouble) {
  if (reading.value === null) begin(key, text, onTrouble);
  else waiting.push([key, text, onTrouble]);
}

export function silence() {
  waiting = [];
  reading.value = null;
  stop();
}

function begin(key, text, onTrouble) {
  const read = readerFor(languageOf(text));
  if (!read) return goOn();
  reading.value = key;
  stop = read(text, languageOf(text), settings.value.rate, (problem) => {
    if (problem) onTrouble(t("voice_not_read"));
    goOn();
  });
}

/** The device first: it needs no network, and speaks as its owner has set it. */
function readerFor(language) {
  const short = language.slice(0, 2);
  if (!hasVoice(short) && spokenByServer.value.includes(short)) return readByServer;
  return deviceSpeaks ? readByDevice : null;
}

/** Whether the device has a voice for it. @param {"zh" | "en"} language */
export const hasVoice = (language) => deviceVoices.value.some((voice) => voice.lang.toLowerCase().startsWith(language));

function readByDevice(text, language, rate, done) {
  let over = false;
  function cancel() {
    over = true;
    speechSynthesis.cancel();
  }
  function end(problem) {
    // A cancelled one ends late: what is read by then is another's.
    if (over) return;
    over = true;
    done(problem);
  }
  function giveUp() {
    if (over) return;
    // A voice that is stuck takes nothing else before.
    cancel();
    done();
  }
  setTimeout(giveUp, longestReading(text, rate) * 1000);
  utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { lang: language, rate, onend: () => end(), onerror: end });
  speechSynthesis.speak(utterance);
  return cancel;
}

function goOn() {
  const next = waiting.shift();
  if (next) begin(...next);
  else reading.value = null;
}
