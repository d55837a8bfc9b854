// The desk: who waits, the chosen conversation, and what staff can do with it.
import { computed, signal } from "../shared/html.js";
import { sayProblem, t } from "../i18n/index.js";
import * as Log from "../chat/log.js";
import { call } from "../shared/session.js";
import { follow } from "../shared/stream.js";

/**
 * @typedef {{id: string, number: string, conversation_id: string, language: string, reason: string, summary: string,
 *   state: "queued" | "claimed" | "resolved", staff_id: string | null, staff_name: string | null,
 *   created_at: string, last_seq: number}} Handoff
 */

export const me = signal(null);
/** @type {import("../../vendor/signals.js").Signal<Handoff[]>} */
export const handoffs = signal([]);
/** The conversation on the right: its id, borrower, log and staff notes; null while none is chosen. */
export const chosen = signal(null);
export const trouble = signal(null);
export const news = signal(null);

export const handoff = computed(() => handoffs.value.find((one) => one.conversation_id === chosen.value?.id) ?? null);
export const isMine = computed(() => handoff.value?.state === "claimed" && handoff.value.staff_id === me.value?.id);

let stop = () => {};

export async function start() {
  await carefully(async () => {
    me.value = await call("GET", "/desk/me");
    stop = follow(() => "/desk/stream", onFrame, refresh);
  });
}

export function close() {
  stop();
  me.value = null;
  handoffs.value = [];
  chosen.value = null;
}

function onFrame(frame) {
  if (frame.type !== "handoffs") return;
  handoffs.value = frame.handoffs;
  if (handoff.value && handoff.value.last_seq > seen()) refresh();
}

/** @param {string} id of a conversation */
export async function choose(id) {
  news.value = null;
  chosen.value = { id, log: [], notes: [] };
  await refresh();
}

const seen = () => chosen.value.log.findLast((entry) => entry.state === "sent")?.message.seq ?? 0;

/** Read the chosen conversation from where it was read last. */
async function refresh() {
  if (!chosen.value) return;
  const { id } = chosen.value;
  await carefully(async () => {
    const page = await call("GET", `/desk/conversations/${id}?after=${seen()}`);
    if (chosen.value?.id === id) take(page);
  });
}

function take({ borrower_id: borrowerId, messages, notes }) {
  chosen.value = { ...chosen.value, borrowerId, log: messages.reduce(Log.withMessage, chosen.value.log), notes };
}

export const claim = (one) =>
  carefully(async () => {
    if (chosen.value?.id !== one.conversation_id) await choose(one.conversation_id);
    await act(one, "claim");
  });

export const release = (one) => carefully(() => act(one, "release"));

/** @param {Handoff} one as a colleague holds it @param {string} note why, for staff only */
export const takeOver = (one, note) =>
  carefully(() => act(one, "take-over", { from_staff_id: one.staff_id, note }).then(refresh));

/** @param {Handoff} one @param {string} note for staff only */
export const returnToBot = (one, note) =>
  carefully(async () => {
    await act(one, "resolve", { return_to_bot: true, note });
    chosen.value = null;
    news.value = t("returned_to_bot");
  });

async function act(one, what, json) {
  const now = await call("POST", `/desk/handoffs/${one.id}/${what}`, { json });
  handoffs.value = handoffs.value.map((other) => (other.id === now.id ? now : other));
}

/** @param {string} text to the borrower */
export async function reply(text) {
  const clientId = crypto.randomUUID();
  const body = { client_id: clientId, text };
  chosen.value = { ...chosen.value, log: Log.withOutgoing(chosen.value.log, clientId, text, body, "staff") };
  await deliver(clientId, body);
}

export const resend = (entry) => deliver(entry.key, entry.body);

async function deliver(clientId, body) {
  const { id } = chosen.value;
  setLog((log) => Log.withState(log, clientId, "sending"));
  try {
    const message = await call("POST", `/desk/conversations/${id}/messages`, { json: body });
    if (chosen.value?.id === id) setLog((log) => Log.withMessage(log, message));
  } catch (problem) {
    trouble.value = sayProblem(problem);
    if (chosen.value?.id === id) setLog((log) => Log.withState(log, clientId, "failed"));
  }
}

function setLog(change) {
  chosen.value = { ...chosen.value, log: change(chosen.value.log) };
}

/** Say what went wrong; the queue on the stream shows how things stand now. */
async function carefully(work) {
  trouble.value = null;
  try {
    await work();
  } catch (problem) {
    trouble.value = sayProblem(problem);
  }
}
