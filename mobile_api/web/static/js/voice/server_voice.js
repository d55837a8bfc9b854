// The service's own voice, for a device that has none for a language. Sentence by sentence: one is heard while the next is
// being spoken.
import { signal } from "../shared/html.js";
import { call } from "../shared/session.js";
import { sentencesOf } from "./spoken.js";

/** Which languages ("zh", "en") the service can speak; empty until the voice was asked for. */
export const spokenByServer = signal([]);

/**
 * Read a text out.
 * @param {string} text
 * @param {string} language of the text, "zh-CN" or "en"
 * @param {number} rate 1 is the voice's own
 * @param {(problem?: Error) => void} done called when all is read, or with why the voice failed; never after it was stopped
 * @returns {() => void} what stops it
 */
export function readByServer(text, language, rate, done) {
  const player = new Audio();
  let stopped = false;
  readSentences(sentencesOf(text, language), language, rate, player, () => stopped)
    .then(() => !stopped && done(), (problem) => !stopped && done(problem));
  return () => {
    stopped = true;
    player.pause();
  };
}

async function readSentences(sentences, language, rate, player, stopped) {
  const soundOf = (sentence) => sentence && call("POST", "/speech", { json: { text: sentence, language: language.slice(0, 2) }, blob: true });
  let next = soundOf(sentences[0]);
  for (const [place] of sentences.entries()) {
    const sound = await next;
    if (stopped()) return;
    next = soundOf(sentences[place + 1]);
    // Its failure is met at the next sentence.
    next?.catch(() => {});
    await play(player, sound, rate);
  }
}

/** Until the sound ends or is stopped. */
async function play(player, sound, rate) {
  const address = URL.createObjectURL(sound);
  try {
    await new Promise((resolve, reject) => {
      player.onended = player.onpause = resolve;
      player.onerror = reject;
      player.src = address;
      player.playbackRate = rate;
      player.play().catch(reject);
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
