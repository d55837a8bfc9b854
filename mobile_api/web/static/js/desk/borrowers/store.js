// Who waits for a person, whom a search found, and the borrower that is looked at. Each look goes on record, so nothing is asked by a clock.
import { signal } from "../../shared/html.js";
import { sayProblem, t } from "../../i18n/index.js";
import { call } from "../../shared/session.js";

/** Those whose identity staff have to confirm, the longest waiting first; null until they are read. */
export const waiting = signal(null);
/** Whom the last search found; null before one. */
export const found = signal(null);
/** The borrower that is looked at, or null. */
export const chosen = signal(null);
export const trouble = signal(null);
export const news = signal(null);

// What was asked for last: an older answer that comes late is not shown.
let wanted = null;

/** @returns {() => void} forget all of it */
export function enter() {
  carefully(readWaiting);
  return () => {
    wanted = null;
    waiting.value = found.value = chosen.value = trouble.value = news.value = null;
  };
}

export const refresh = () => carefully(readWaiting);

/** @param {"name" | "id_number" | "phone"} by @param {string} value exactly */
export const search = (by, value) =>
  carefully(async () => {
    found.value = null;
    found.value = await list({ [by]: value });
  });

/** @param {string | undefined} id of a borrower */
export async function choose(id) {
  wanted = id;
  chosen.value = news.value = null;
  if (id) await carefully(() => read(id));
}

/**
 * Say of the claim that is shown whether it is the borrower. Where a colleague was faster, what stands now is shown instead.
 *
 * @param {boolean} confirmed @param {string} reason
 */
export const decide = (confirmed, reason) =>
  carefully(async () => {
    const { borrower_id: id, claim } = chosen.value;
    const json = { claim_id: claim.id, confirmed, reason };
    try {
      await call("POST", `${pathOf(id)}/identity/confirm`, { json });
    } catch (problem) {
      if (problem.status === 409) await Promise.all([read(id), readWaiting()]);
      throw problem;
    }
    news.value = t(confirmed ? "proof_done_confirmed" : "proof_done_refused");
    await Promise.all([read(id), readWaiting()]);
  });

/** One field in clear; null where it was not told. Raises Problem. @returns {Promise<string | null>} */
export const reveal = async (field, reason) =>
  (await call("POST", `${pathOf(chosen.value.borrower_id)}/identity/reveal`, { json: { field, reason } })).value;

/** The photo of the identity card. Raises Problem. @returns {Promise<Blob>} */
export const openPhoto = () => call("GET", `${pathOf(chosen.value.borrower_id)}/identity/photo`, { blob: true });

const pathOf = (id) => `/desk/borrowers/${encodeURIComponent(id)}`;

const list = async (asked) => (await call("GET", `/desk/borrowers?${new URLSearchParams(asked)}`)).borrowers;

async function readWaiting() {
  waiting.value = await list({ waiting: "true" });
}

async function read(id) {
  const borrower = await call("GET", pathOf(id));
  if (wanted === id) chosen.value = borrower;
}

async function carefully(work) {
  trouble.value = news.value = null;
  try {
    await work();
  } catch (problem) {
    // What a borrower is told of it would send staff to staff.
    trouble.value = problem.code === "identity_taken" ? t("proof_taken") : sayProblem(problem);
  }
}
