// A conversation by voice: the microphone goes up as frames, what was heard and said comes down as events. It listens,
// reads the reply out and listens again, until it is ended.
import { computed, signal } from "../shared/html.js";
import { language, sayProblem, t } from "../i18n/index.js";
import { readNext, reading, silence } from "../chat/read_aloud.js";
import { conversation, trouble } from "../chat/store.js";
import { Problem } from "../shared/http.js";
import { call } from "../shared/session.js";
import { address } from "../shared/stream.js";
import { canStream, openMicrophone } from "./microphone.js";
import { spokenByServer } from "./server_voice.js";
import { faster, settings, slower } from "./settings.js";
import { guarded, wordsOf } from "./spoken.js";

/** @typedef {"off" | "connecting" | "listening" | "hearing" | "thinking"} Phase */
const heardPhase = signal("off");
/** What goes on, in one word: "reading" whenever something is read out. */
export const phase = computed(() => (heardPhase.value !== "off" && reading.value ? "reading" : heardPhase.value));
export const active = computed(() => heardPhase.value !== "off");
/** The words so far of what is being said. */
export const partial = signal("");
/** What was heard and waits for a yes: {client_id, text}, or null. */
export const question = signal(null);
/** Words with figures that were not read out, or null. */
export const keptBack = signal(null);
/** Whether the recogniser of this language is on trial. */
export const trial = signal(false);
/** Whether replies are read out on their own; the log then keeps quiet towards a screen reader. */
export const readsOut = computed(() => active.value && !settings.value.screenReader);

// Ten seconds of sound: whoever is further behind is not heard any more in time.
const MOST_UNSENT = 320000;
const SILENCE = new ArrayBuffer(3200);

let socket = null;
let closeMicrophone = async () => {};
// What was read out since the borrower last spoke, to be repeated.
let said = [];
let spoken = 0;

export async function start() {
  trouble.value = null;
  heardPhase.value = "connecting";
  try {
    const { languages } = await call("GET", "/voice");
    trial.value = languages[language.value].trial;
    spokenByServer.value = Object.keys(languages).filter((one) => languages[one].voice);
    const { ticket } = await call("POST", "/stream-tickets");
    connect(ticket);
  } catch (problem) {
    end(problem);
  }
}

function connect(ticket) {
  socket = new WebSocket(address(`/conversations/${conversation.value.id}/voice?lang=${language.value}`, ticket));
  socket.onmessage = ({ data }) => HANDLERS[JSON.parse(data).type]?.(JSON.parse(data));
  socket.onclose = ({ reason }) => end(new Problem(reason || "offline"));
}

/** @param {Problem} [problem] why, if nobody wanted it */
export function end(problem) {
  if (heardPhase.value === "off") return;
  heardPhase.value = "off";
  partial.value = "";
  question.value = keptBack.value = null;
  said = [];
  silence();
  closeMicrophone();
  closeMicrophone = async () => {};
  socket?.close();
  socket = null;
  if (!problem) return;
  trouble.value = sayProblem(problem);
  // Whoever does not look must not go on talking to nobody.
  if (!settings.value.screenReader) speak(trouble.value);
}

async function listen() {
  try {
    const close = await openMicrophone(sendFrame);
    if (active.value) closeMicrophone = close;
    else await close();
  } catch {
    end(new Problem(canStream.value ? "microphone" : "voice_recorder"));
  }
}

function sendFrame(frame) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > MOST_UNSENT) return end(new Problem("speech_busy"));
  const deaf = reading.value !== null && !settings.value.interrupt;
  socket.send(deaf ? SILENCE : frame);
}

const control = (message) => socket?.send(JSON.stringify(message));

/** The borrower says that this was all; a pause would say it too. */
export const finish = () => control({ type: "finish" });

/** @param {boolean} yes whether the question's words were said */
export const confirm = (yes) => control({ type: "confirm", client_id: question.value.client_id, yes });

const HANDLERS = {
  listening() {
    heardPhase.value = "listening";
    listen();
  },
  speaking() {
    if (settings.value.interrupt) silence();
    heardPhase.value = "hearing";
  },
  partial: ({ text }) => (partial.value = text),
  final(heard) {
    partial.value = "";
    said = [];
    keptBack.value = null;
    question.value = heard.uncertain ? heard : null;
    heardPhase.value = heard.uncertain ? "listening" : "thinking";
    if (heard.uncertain) readOut(t("voice_question", { text: heard.text }));
  },
  confirmed() {
    question.value = null;
    heardPhase.value = "thinking";
  },
  dropped() {
    question.value = null;
    heardPhase.value = "listening";
    readOut(t("voice_say_again"));
  },
  no_speech: () => (heardPhase.value = "listening"),
  too_long: () => complain(new Problem("audio_too_long")),
  command: ({ command }) => obey(command),
  reply({ message }) {
    heardPhase.value = "listening";
    if (message.text) readGuarded(wordsOf(message));
  },
  error: ({ code }) => complain(new Problem(code)),
};

function complain(problem) {
  heardPhase.value = "listening";
  trouble.value = sayProblem(problem);
  readOut(trouble.value);
}

/** Read a reply out; where others hear, its figures wait until they are asked for. */
function readGuarded(words) {
  const { aloud, keptBack: held } = guarded(words, settings.value.othersHear, t("voice_kept_back"));
  if (held) keptBack.value = [keptBack.value, held].filter(Boolean).join(" ");
  readOut(aloud);
}

/** Unless a screen reader does. */
function readOut(words) {
  said.push(words);
  if (readsOut.value) speak(words);
}

function speak(words) {
  spoken += 1;
  readNext(`voice-${spoken}`, words);
}

/** What a button or a spoken command asks of the voice. @param {"repeat" | "slower" | "faster" | "read_it" | "stop"} command */
export function obey(command) {
  if (heardPhase.value === "hearing") heardPhase.value = "listening";
  silence();
  if (command === "stop") return;
  if (command === "slower") slower();
  if (command === "faster") faster();
  if (command === "read_it" && keptBack.value) speak(keptBack.value);
  else said.forEach(speak);
}
