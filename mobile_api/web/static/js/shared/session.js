// Who is signed in, in this tab. The tokens go when the tab closes; they are never shared between tabs, because a
// refresh token is good for one use and two tabs would use it twice.
import { signal } from "./html.js";
import { Problem, request } from "./http.js";

const KEY = location.pathname.startsWith("/desk") ? "loantalk.desk" : "loantalk.borrower";

/** @typedef {{access: string, refresh: string, phone?: string, username?: string}} Session */

/** @type {import("../../vendor/signals.js").Signal<Session | null>} */
export const session = signal(JSON.parse(sessionStorage.getItem(KEY) ?? "null"));

let refreshing = null;

function keep(value) {
  session.value = value;
  if (value) sessionStorage.setItem(KEY, JSON.stringify(value));
  else sessionStorage.removeItem(KEY);
}

async function obtain(fields, who) {
  signInWith(await request("POST", "/auth/token", { form: new URLSearchParams(fields) }), who);
}

/** @param {{access_token: string, refresh_token: string}} tokens @param {{phone?: string, username?: string}} who */
export const signInWith = (tokens, who) => keep({ access: tokens.access_token, refresh: tokens.refresh_token, ...who });

// Of the code that was asked for last: with it nobody else's tries count against that code.
let challenge = "";

/** @param {"sms" | "call"} by a text message, or a call that reads the code out */
export async function sendCode(phone, by = "sms") {
  ({ challenge } = await request("POST", "/auth/otp", { json: { phone, by } }));
}

export const signInByCode = (phone, code) => obtain({ grant_type: "otp", phone, code, challenge }, { phone });

/** A code that confirms one thing, such as the contract of this hash. */
export const sendMyCode = (purpose, about, by = "sms") => call("POST", "/me/codes", { json: { purpose, about, by } });

export const signInStaff = (username, password, totp) =>
  obtain({ grant_type: "password", username, password, totp }, { username });

export const signOut = () => keep(null);

async function refresh() {
  const { refresh: token, phone, username } = session.value;
  try {
    await obtain({ grant_type: "refresh_token", refresh_token: token }, { phone, username });
  } catch (problem) {
    if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) keep(null);
    throw problem;
  }
}

/** Calls as the one signed in; an access token that ran out is renewed once. Raises Problem. */
export async function call(method, path, options = {}) {
  try {
    return await authorised(method, path, options);
  } catch (problem) {
    // Any other 401 is about more than the token, such as `step_up_needed`.
    if (problem.code !== "unauthenticated" || !session.value) throw problem;
  }
  refreshing ??= refresh().finally(() => (refreshing = null));
  await refreshing;
  return authorised(method, path, options);
}

function authorised(method, path, options) {
  if (!session.value) throw new Problem("unauthenticated", 401);
  const headers = { ...options.headers, Authorization: `Bearer ${session.value.access}` };
  return request(method, path, { ...options, headers });
}
