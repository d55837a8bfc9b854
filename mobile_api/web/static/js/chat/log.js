// The log of a conversation as shown: what the server has numbered, then what is still on its way. Pure.

/**
 * @typedef {{seq: number, client_id: string | null, from: "borrower" | "bot" | "staff" | "system", text: string,
 *   speak: string | null, blocks: object[], buttons: {title: string, action: string}[], at: string}} Message
 * @typedef {{key: string, state: "sent" | "sending" | "failed", message: Message, body?: object}} Entry
 * An entry keeps its key from first sight on, so that the page never shows (or announces) it anew.
 */

/** @param {Entry[]} log @param {Message} message @returns {Entry[]} */
export function withMessage(log, message) {
  const known = log.find((entry) => isSame(entry, message));
  const entry = { key: known?.key ?? message.client_id ?? `seq-${message.seq}`, state: "sent", message };
  return inOrder([...log.filter((other) => other !== known), entry]);
}

function isSame({ message: ours }, theirs) {
  return ours.seq === theirs.seq || (Boolean(ours.client_id) && ours.client_id === theirs.client_id);
}

/** @param {Entry[]} log @param {string} clientId @param {string} text @param {object} body to send again if need be */
export function withOutgoing(log, clientId, text, body, from = "borrower") {
  const message = { seq: Infinity, client_id: clientId, from, text, blocks: [], buttons: [], at: "" };
  return [...log, { key: clientId, state: "sending", message, body }];
}

/** @param {Entry[]} log @param {string} clientId @param {"sending" | "failed"} state */
export function withState(log, clientId, state) {
  return log.map((entry) => (entry.key === clientId && entry.state !== "sent" ? { ...entry, state } : entry));
}

/** @param {Entry[]} log @param {string} clientId */
export function without(log, clientId) {
  return log.filter((entry) => entry.key !== clientId);
}

/** The buttons that still answer something: those offered since the borrower last spoke and, all the while a person is waited
 *  for, the newest that ends the wait. */
export function openButtons(log, isQueued) {
  const last = log.findLastIndex((entry) => entry.message.from === "borrower");
  const newest = isQueued ? log.findLastIndex(tellsOfWaiting) : -1;
  const isOpen = (entry, place) => (tellsOfWaiting(entry) ? place === newest : place > last);
  return log.filter(isOpen).flatMap((entry) => entry.message.buttons ?? []);
}

const tellsOfWaiting = ({ message }) => message.blocks?.some((block) => block.type === "waiting") ?? false;

function inOrder(log) {
  // Infinity - Infinity is NaN: what is on its way keeps its order.
  return log.toSorted((a, b) => (a.message.seq === b.message.seq ? 0 : a.message.seq - b.message.seq));
}
