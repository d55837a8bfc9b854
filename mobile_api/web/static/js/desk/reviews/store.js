// The reviewer's queue, the review that is looked at, and what can be done with it.
import { signal } from "../../shared/html.js";
import { sayProblem, t } from "../../i18n/index.js";
import { call } from "../../shared/session.js";

const ASK_EVERY_MS = 10_000;

/** Open reviews, the earliest deadline first; null until they are read. */
export const reviews = signal(null);
/** The chosen review with all its evidence, or null. */
export const chosen = signal(null);
export const colleagues = signal({});
export const trouble = signal(null);
export const news = signal(null);

/** Keep the queue fresh. @returns {() => void} stop */
export function follow() {
  carefully(async () => {
    const staff = await call("GET", "/desk/staff");
    colleagues.value = Object.fromEntries(staff.map(({ id, name }) => [id, name]));
    await readQueue();
  });
  const clock = setInterval(() => readQueue().catch(() => {}), ASK_EVERY_MS);
  return () => {
    clearInterval(clock);
    chosen.value = reviews.value = trouble.value = news.value = null;
  };
}

async function readQueue() {
  reviews.value = (await call("GET", "/desk/reviews")).reviews;
}

const pathOf = (id) => `/desk/reviews/${encodeURIComponent(id)}`;

export const choose = (id) =>
  carefully(async () => {
    news.value = null;
    chosen.value = await call("GET", pathOf(id));
    await readQueue();
  });

/**
 * Act on the review as it was shown. A colleague who was faster, or a paper that came, is shown instead.
 *
 * @param {"request-document" | "approve" | "counter" | "decline" | "confirm" | "return"} what
 * @returns {Promise<string | null>} what went wrong, in words
 */
export async function act(what, body) {
  const { id, version } = chosen.value.review;
  let review;
  try {
    review = await call("POST", `${pathOf(id)}/${what}`, { json: { version, ...body } });
  } catch (problem) {
    if (problem.status === 409) await choose(id);
    return sayProblem(problem);
  }
  await carefully(async () => {
    await readQueue();
    chosen.value = review.state === "decided" ? null : await call("GET", pathOf(id));
  });
  const done = review.state === "waiting_for_second" ? "proposed" : what.replace("-", "_");
  news.value = t(`review_done_${done}`);
  return null;
}

/** A paper's content. Raises Problem. @returns {Promise<Blob>} */
export const openPaper = (document) =>
  call("GET", `${pathOf(chosen.value.review.id)}/documents/${document.id}`, { blob: true });

async function carefully(work) {
  trouble.value = null;
  try {
    await work();
  } catch (problem) {
    trouble.value = sayProblem(problem);
  }
}
