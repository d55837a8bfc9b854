// The borrower's applications that a person looks at, as they stand now. Cards of one application share them.
import { signal } from "../shared/html.js";
import { call } from "../shared/session.js";

/** @type {import("../../vendor/signals.js").Signal<Record<string, {application: object, documents: object[]}>>} */
export const found = signal({});
/** Of each application the newest card on the page: it alone is open. */
export const newest = signal({});

let cards = 0;

/** A card of this application has come onto the page. @returns {number} its number */
export function takeNumber(id) {
  cards += 1;
  newest.value = { ...newest.value, [id]: cards };
  return cards;
}

/** Read the application anew. Raises Problem. */
export async function read(id) {
  const path = pathOf(id);
  const [application, documents] = await Promise.all([call("GET", path), call("GET", `${path}/documents`)]);
  found.value = { ...found.value, [id]: { application, documents } };
}

/** Send a paper; the same file again changes nothing. Raises Problem. @param {File} file */
export async function send(id, kind, file) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("file", file);
  await call("POST", `${pathOf(id)}/documents`, { form });
  await read(id);
}

const pathOf = (id) => `/applications/${encodeURIComponent(id)}`;
