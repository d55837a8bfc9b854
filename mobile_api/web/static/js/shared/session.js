// Who is signed in. A borrower's tabs share one session, so tokens are refreshed by one tab at a time; the desk's goes when its tab closes.
import { signal } from "./html.js";
import { Problem, request } from "./http.js";

const atDesk = location.pathname.startsWith("/desk");
const KEY = atDesk ? "loantalk.desk" : "loantalk.borrower";
const store = atDesk ? sessionStorage : localStorage;

// By it the account knows this browser again: signing out does not forget it.
const DEVICE_KEY = "loantalk.device";

/** @typedef {{access: string, refresh: string, limited: boolean, phone?: string, username?: string}} Session */

adoptTabsOwn();
/** @type {import("../../vendor/signals.js").Signal<Session | null>} */
export const session = signal(kept());

let refreshing = null;

/** Until sessions were shared, each tab kept its own. */
function adoptTabsOwn() {
  if (store === sessionStorage) return;
  const own = sessionStorage.getItem(KEY);
  if (own && !store.getItem(KEY)) store.setItem(KEY, own);
  sessionStorage.removeItem(KEY);
}

/** @returns {Session | null} */
function kept() {
  return JSON.parse(store.getItem(KEY) ?? "null");
}

function keep(value) {
  session.value = value;
  if (value) store.setItem(KEY, JSON.stringify(value));
  else store.removeItem(KEY);
}

// Another tab signed in or out, or refreshed. What is shown of one person must not stay for another.
addEventListener("storage", ({ storageArea, key }) => {
  if (storageArea !== store || (key !== KEY && key !== null)) return;
  const theirs = kept();
  if (theirs && session.value && theirs.phone !== session.value.phone) location.reload();
  else session.value = theirs;
});

async function obtain(fields, who) {
  signInWith(await request("POST", "/auth/token", { form: new URLSearchParams(fields) }), who);
}

/**
 * @param {{access_token: string, refresh_token: string, limited: boolean, device: string | null}} tokens
 * @param {{phone?: string, username?: string}} who
 */
export function signInWith(tokens, who) {
  if (tokens.device) localStorage.setItem(DEVICE_KEY, tokens.device);
  keep({ access: tokens.access_token, refresh: tokens.refresh_token, limited: tokens.limited, ...who });
}

/** What this browser kept of an earlier sign-in, empty for nothing. */
export const device = () => localStorage.getItem(DEVICE_KEY) ?? "";

/** What is known anew of the session: that it is limited no more, or another phone number. */
export const amend = (what) => keep({ ...session.value, ...what });

/** The server has ended the session. */
export const forget = () => keep(null);

// Of the code that was asked for last: with it nobody else's tries count against that code.
let challenge = "";

/** @param {"sms" | "call"} by a text message, or a call that reads the code out */
export async function sendCode(phone, by = "sms") {
  ({ challenge } = await request("POST", "/auth/otp", { json: { phone, by } }));
}

export const signInByCode = (phone, code) => obtain({ grant_type: "otp", phone, code, challenge, device: device() }, { phone });

/** A code that confirms one thing, such as the contract of this hash. */
export const sendMyCode = (purpose, about, by = "sms") => call("POST", "/me/codes", { json: { purpose, about, by } });

export const signInStaff = (username, password, totp) =>
  obtain({ grant_type: "password", username, password, totp }, { username });

/** Here at once, in all tabs; at the server as soon as it can be reached. */
export function signOut() {
  const token = session.value?.refresh;
  keep(null);
  if (token) request("POST", "/auth/revoke", { form: new URLSearchParams({ token }), keepalive: true }).catch(() => {});
}

/** Without locks (an old browser) two tabs may refresh at once: both get the same tokens. */
const alone = (work) => (navigator.locks ? navigator.locks.request(`${KEY}.refresh`, work) : work());

/** Replace tokens of which `refused` is the access token, unless another tab has. */
async function refresh(refused) {
  session.value = kept();
  if (!session.value || session.value.access !== refused) return;
  const { refresh: token, phone, username } = session.value;
  try {
    const tokens = await request("POST", "/auth/token", {
      form: new URLSearchParams({ grant_type: "refresh_token", refresh_token: token }),
    });
    // Signed out meanwhile, it stays so.
    if (kept()) signInWith(tokens, { phone, username });
  } catch (problem) {
    const ended = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
    if (ended && kept()?.refresh === token) keep(null);
    if (ended && kept()) session.value = kept();
    else throw problem;
  }
}

/** Calls as the one signed in; an access token that ran out is renewed once. Raises Problem. */
export async function call(method, path, options = {}) {
  const used = session.value?.access;
  try {
    return await authorised(method, path, options);
  } catch (problem) {
    // Any other 401 is about more than the token, such as `step_up_needed`.
    if (problem.code !== "unauthenticated" || !session.value) throw problem;
  }
  refreshing ??= alone(() => refresh(used)).finally(() => (refreshing = null));
  await refreshing;
  return authorised(method, path, options);
}

function authorised(method, path, options) {
  if (!session.value) throw new Problem("unauthenticated", 401);
  const headers = { ...options.headers, Authorization: `Bearer ${session.value.access}` };
  return request(method, path, { ...options, headers });
}
