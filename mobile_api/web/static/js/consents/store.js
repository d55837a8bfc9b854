// What the borrower agreed to. It is read once after signing in, and never keeps anybody out: who cannot be asked now is asked the
// next time.
import { computed, signal } from "../shared/html.js";
import { language } from "../i18n/index.js";
import { request } from "../shared/http.js";
import { call } from "../shared/session.js";

/** Each purpose as the gateway tells it, null while it is not known. */
export const consents = signal(null);
/** Whether the question at the door is settled: nothing to ask, or nothing could be asked. */
const asked = signal(false);

const AT_THE_DOOR = ["agreement", "privacy_notice"];

/** The texts that must be agreed to before the service is used: by who is new, and by everybody once one has changed. */
export const atTheDoor = computed(() =>
  (consents.value ?? []).filter(({ purpose, given }) => AT_THE_DOOR.includes(purpose) && !given));
export const settled = computed(() => asked.value && atTheDoor.value.length === 0);

export async function load() {
  consents.value = await call("GET", "/me/consents");
}

/** After signing in. */
export async function open() {
  await load().catch(() => {});
  asked.value = true;
}

export function forget() {
  consents.value = null;
  asked.value = false;
}

/** Raises Problem; after `consent_text_changed` what is shown is the text of now. */
export async function give({ purpose, text_version }) {
  try {
    await change({ purpose, given: true, text_version, language: language.value });
  } catch (problem) {
    if (problem.code === "consent_text_changed") await load();
    throw problem;
  }
}

export const withdraw = (purpose) => change({ purpose, given: false });

async function change(json) {
  consents.value = await call("PUT", "/me/consents", { json });
}

/** A text for who may not have signed in. @param {string} purpose */
export async function textOf(purpose) {
  const texts = await request("GET", "/consent-texts");
  return texts.find((one) => one.purpose === purpose);
}
