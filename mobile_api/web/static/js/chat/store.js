// The borrower's conversation: what was said, who answers, and sending that loses and doubles nothing.
import { computed, signal } from "../shared/html.js";
import { language, sayProblem } from "../i18n/index.js";
import { call } from "../shared/session.js";
import { follow } from "../shared/stream.js";
import * as Log from "./log.js";

/** @type {import("../../vendor/signals.js").Signal<{id: string, owner: string} | null>} */
export const conversation = signal(null);
export const log = signal([]);
export const typing = signal(false);
/** The last thing that went wrong, in words, or null. */
export const trouble = signal(null);
/** What was heard in a recording and waits for a yes: {clientId, words}, or null. */
export const doubted = signal(null);

export const buttons = computed(() => Log.openButtons(log.value, conversation.value?.owner === "queue"));

// The stream's place. Answers to our own posts don't move it: something else may lie before them.
let seen = 0;
let stop = () => {};

/** The number of the last message there is. */
export const lastSeq = () => seen;

export async function open() {
  stop();
  seen = 0;
  log.value = [];
  try {
    conversation.value = await call("POST", "/conversations", { json: { language: language.value } });
    await catchUp();
    stop = follow(() => `${path()}/stream?after=${seen}`, onFrame, sendAgain);
  } catch (problem) {
    trouble.value = sayProblem(problem);
  }
}

export function close() {
  stop();
  conversation.value = null;
  log.value = [];
}

/** Tell the gateway in which language the borrower goes on. */
export async function useLanguage() {
  await call("PATCH", "/me", { json: { language: language.value } });
  if (conversation.value) await call("POST", "/conversations", { json: { language: language.value } });
}

const path = () => `/conversations/${conversation.value.id}`;

async function catchUp() {
  for (;;) {
    const { messages } = await call("GET", `${path()}/messages?after=${seen}`);
    if (!messages.length) return;
    messages.forEach(onMessage);
  }
}

function onMessage(message) {
  seen = Math.max(seen, message.seq);
  show(message);
}

function show(message) {
  log.value = Log.withMessage(log.value, message);
  if (message.from !== "borrower") typing.value = false;
}

function onFrame(frame) {
  if (frame.type === "message") onMessage(frame.message);
  if (frame.type === "typing") typing.value = frame.typing;
  if (frame.type === "owner_changed") conversation.value = { ...conversation.value, owner: frame.owner };
}

export function sendText(text) {
  const clientId = crypto.randomUUID();
  return send(clientId, text, { client_id: clientId, text });
}

/** @param {{title: string, action: string}} button */
export function press(button) {
  const clientId = crypto.randomUUID();
  return send(clientId, button.title, { client_id: clientId, action: button.action });
}

function send(clientId, text, body) {
  log.value = Log.withOutgoing(log.value, clientId, text, body);
  return deliver(clientId, body);
}

/** Send what failed again; the server knows each message by its `client_id`. */
export function resend(entry) {
  log.value = Log.withState(log.value, entry.key, "sending");
  return deliver(entry.key, entry.body);
}

function sendAgain() {
  for (const entry of log.value) if (entry.state === "failed") resend(entry);
}

async function deliver(clientId, body) {
  const { id } = conversation.value;
  trouble.value = null;
  try {
    const { message, replies } = await call("POST", `${path()}/messages`, { json: body });
    [message, ...replies].forEach(show);
  } catch (problem) {
    if (problem.code === "conversation_closed") await goOnAnew(id);
    // A button answers only where it was offered.
    if (problem.code !== "conversation_closed" || body.action) onUndelivered(clientId, problem);
  }
}

function onUndelivered(clientId, problem) {
  trouble.value = sayProblem(problem);
  const refused = problem.status === 422 || problem.status === 404;
  log.value = refused ? Log.without(log.value, clientId) : Log.withState(log.value, clientId, "failed");
}

let movingOn = null;

/** Staff closed the conversation meanwhile: what was written and not taken goes into a new one, if that can be opened now. */
export async function goOnAnew(closedId) {
  // Another message refused for the same reason may have opened it already.
  if (conversation.value?.id !== closedId) return;
  movingOn ??= moveOn(closedId).finally(() => (movingOn = null));
  await movingOn;
}

async function moveOn(closedId) {
  const unsent = log.value.filter((entry) => entry.state !== "sent" && entry.body?.text);
  await open();
  for (const { key, message, body } of unsent) {
    log.value = Log.withState(Log.withOutgoing(log.value, key, message.text, body), key, "failed");
  }
  if (conversation.value && conversation.value.id !== closedId) sendAgain();
}

/** @param {Blob} audio one utterance */
export async function sendVoice(audio) {
  await say({ client_id: crypto.randomUUID(), lang: language.value, file: audio });
}

/** @param {boolean} yes whether `doubted` was said */
export async function answerDoubt(yes) {
  const { clientId, words } = doubted.value;
  doubted.value = null;
  if (yes) await say({ client_id: clientId, confirmed: words });
}

async function say(fields) {
  const form = new FormData();
  Object.entries(fields).forEach(([name, value]) => form.set(name, value));
  trouble.value = null;
  doubted.value = null;
  try {
    const { transcript, uncertain, message, replies } = await call("POST", `${path()}/voice`, { form });
    if (uncertain) doubted.value = { clientId: fields.client_id, words: transcript };
    else [message, ...replies].forEach(show);
  } catch (problem) {
    trouble.value = sayProblem(problem);
  }
}
