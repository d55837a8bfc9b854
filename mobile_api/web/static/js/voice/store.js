// A conversation by voice: it listens, reads the reply out and listens again, until it is ended. A connection that drops comes
// back by itself, and says so.
import { computed, effect, signal } from "../shared/html.js";
import { language, sayProblem, t } from "../i18n/index.js";
import { conversation, goOnAnew, lastSeq, trouble } from "../chat/store.js";
import { Problem } from "../shared/http.js";
import { call } from "../shared/session.js";
import { address } from "../shared/stream.js";
import * as Aloud from "./aloud.js";
import { openLine } from "./line.js";
import { reading, silence } from "./read_aloud.js";
import { spokenByServer } from "./server_voice.js";
import { settings } from "./settings.js";
import { wordsOf } from "./spoken.js";

/** @typedef {"off" | "connecting" | "reconnecting" | "listening" | "hearing" | "thinking"} Phase */
const heardPhase = signal("off");
/** What goes on, in one word: "reading" whenever something is read out. */
export const phase = computed(() => (heardPhase.value !== "off" && reading.value ? "reading" : heardPhase.value));
export const active = computed(() => heardPhase.value !== "off");
/** The words so far of what is being said. */
export const partial = signal("");
/** What was heard and waits for a yes: {client_id, text}, or null. */
export const question = signal(null);
/** Whether the recogniser of this language is on trial. */
export const trial = signal(false);
// Whoever does not look hears that once.
let warned = false;
/** Whether replies are read out on their own; the log then keeps quiet towards a screen reader. */
export const readsOut = computed(() => active.value && !settings.value.screenReader);

// Reasons that pass by themselves, and how long to wait before each try.
const PASSING = new Set(["offline", "speech_unavailable"]);
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];

let line = null;
let heardSeq = 0;
let tries = 0;
let timer = 0;
// The conversation that is spoken in, and whether a colleague closed it.
let place = null;
let closed = false;
// What is told as soon as it listens again, or null.
let news = null;
// Replies that came while the borrower spoke: nobody is talked over.
let waiting = [];
effect(() => heardPhase.value !== "hearing" && waiting.splice(0).forEach(read));

/** @param {{after?: number}} options the last message that the borrower knows; by default all there are */
export function start({ after = lastSeq() } = {}) {
  if (active.value) return;
  trouble.value = null;
  Aloud.begin((words) => (trouble.value = words));
  heardPhase.value = "connecting";
  heardSeq = after;
  tries = 0;
  news = null;
  place = conversation.value.id;
  closed = false;
  connect();
}

/** A line that was ended comes to nothing, whatever it was waiting for: `onEnd` has been called. */
function connect() {
  line = openLine(whereToSpeak, { onEvent, onEnd: comeBackOrEnd, isDeaf });
}

async function whereToSpeak() {
  if (closed) await moveOn();
  const { languages } = await call("GET", "/voice");
  trial.value = languages[language.value].trial;
  spokenByServer.value = Object.keys(languages).filter((one) => languages[one].voice);
  const { ticket } = await call("POST", "/stream-tickets");
  return address(`/conversations/${place}/voice?lang=${language.value}&after=${heardSeq}`, ticket);
}

/** Into the conversation that is open now; its first words are heard. */
async function moveOn() {
  await goOnAnew(place);
  if (conversation.value.id === place) throw new Problem("offline");
  place = conversation.value.id;
  closed = false;
  heardSeq = Math.max(0, lastSeq() - 1);
  trouble.value = t("voice_moved_on");
}

/** A colleague closed the conversation: what was said last was not taken. */
function goOnElsewhere() {
  line.close();
  closed = true;
  news = "voice_moved_on";
  wait("connecting");
  connect();
}

const isDeaf = () => reading.value !== null && !settings.value.interrupt;

/** @param {Problem | null} problem why the line went; null when it was ended here */
function comeBackOrEnd(problem) {
  if (!problem || !active.value) return;
  if (problem.code === "conversation_closed") return goOnElsewhere();
  if (!PASSING.has(problem.code) || tries === WAITS_MS.length) return end(problem);
  if (tries === 0) Aloud.readOut(t("voice_reconnecting"));
  news ??= "voice_reconnected";
  wait("reconnecting");
  timer = setTimeout(connect, WAITS_MS[tries]);
  tries += 1;
}

/** @param {Phase} until it listens */
function wait(until) {
  question.value = null;
  partial.value = "";
  heardPhase.value = until;
}

/** @param {Problem} [problem] why, if nobody wanted it */
export function end(problem) {
  if (heardPhase.value === "off") return;
  waiting = [];
  heardPhase.value = "off";
  clearTimeout(timer);
  partial.value = "";
  question.value = null;
  Aloud.forget();
  silence();
  line?.close();
  line = null;
  if (!problem) return;
  trouble.value = sayProblem(problem);
  tellWhoDoesNotLook(trouble.value);
}

/** Nobody must go on talking to nobody. A screen reader tells it already. */
function tellWhoDoesNotLook(words) {
  if (!settings.value.screenReader) Aloud.speak(words);
}

/** The borrower says that this was all; a pause would say it too. */
export const finish = () => line?.send({ type: "finish" });

/** @param {boolean} yes whether the question's words were said */
export const confirm = (yes) => line?.send({ type: "confirm", client_id: question.value.client_id, yes });

const onEvent = (event) => HANDLERS[event.type]?.(event);

const HANDLERS = {
  listening() {
    heardPhase.value = "listening";
    if (news) Aloud.readOut(t(news));
    news = null;
    if (trial.value && !warned) Aloud.readOut(t("voice_trial"));
    warned ||= trial.value;
    tries = 0;
  },
  speaking() {
    if (settings.value.interrupt) silence();
    heardPhase.value = "hearing";
  },
  partial: ({ text }) => (partial.value = text),
  final(heard) {
    partial.value = "";
    trouble.value = null;
    Aloud.forget();
    // Asked again, it was answered by what may have been yes or no; some words for them are heard better than others.
    const words = heard.client_id === question.value?.client_id ? "voice_question_again" : "voice_question";
    question.value = heard.uncertain ? heard : null;
    heardPhase.value = heard.uncertain ? "listening" : "thinking";
    if (heard.uncertain) Aloud.readOut(t(words, { text: heard.text }));
  },
  confirmed() {
    question.value = null;
    heardPhase.value = "thinking";
  },
  dropped() {
    question.value = null;
    heardPhase.value = "listening";
    Aloud.readOut(t("voice_say_again"));
  },
  no_speech: () => (heardPhase.value = "listening"),
  too_long: () => complain(new Problem("audio_too_long")),
  command: ({ command }) => obey(command),
  reply({ message }) {
    heardSeq = message.seq;
    if (heardPhase.value === "hearing") return waiting.push(message);
    heardPhase.value = "listening";
    read(message);
  },
  error({ code }) {
    if (code === "conversation_closed") return goOnElsewhere();
    // The line closes for that reason too.
    if (!PASSING.has(code)) complain(new Problem(code));
  },
};

function read(message) {
  if (message.text) Aloud.readGuarded(wordsOf(message));
}

function complain(problem) {
  heardPhase.value = "listening";
  trouble.value = sayProblem(problem);
  Aloud.readOut(trouble.value);
}

/** What a button or a spoken command asks of the voice. */
export function obey(command) {
  if (heardPhase.value === "hearing") heardPhase.value = "listening";
  Aloud.obey(command);
}

let goesOn = false;

/** Whoever signs in by voice goes on by voice once the conversation is open. */
export const goOnByVoice = () => (goesOn = true);
export const willGoOn = () => goesOn;

/** Opening the conversation came to an end. Where it is open, what was said last is heard first. */
export function opened() {
  if (!goesOn) return;
  if (!conversation.value) return tellWhoDoesNotLook(trouble.value);
  goesOn = false;
  start({ after: Math.max(0, lastSeq() - 1) });
}
