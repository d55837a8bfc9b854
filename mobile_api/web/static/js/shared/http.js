// One HTTP call; every failure is a Problem with a stable code.

/** The gateway's problem+json, or one of ours: `offline` (no answer), `unreadable` (an answer that is not ours). */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {number} status 0 without an answer
   * @param {object} data
   */
  constructor(code, status = 0, data = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.data = data;
  }
}

/**
 * @param {string} method
 * @param {string} path under /v1
 * @param {{json?: object, form?: URLSearchParams | FormData, headers?: Record<string, string>, blob?: boolean,
 *   keepalive?: boolean}} options `keepalive`: goes on when the page is left
 * @returns {Promise<any>} the JSON body, or null where there is none; with `blob` the content as it is
 */
export async function request(method, path, { json, form, headers = {}, blob = false, keepalive = false } = {}) {
  const body = json === undefined ? form : JSON.stringify(json);
  const kind = json === undefined ? {} : { "Content-Type": "application/json" };
  const sent = { Accept: blob ? "*/*" : "application/json", ...kind, ...headers };
  let response;
  try {
    response = await fetch(`/v1${path}`, { method, body, headers: sent, keepalive });
  } catch {
    throw new Problem("offline");
  }
  if (blob && response.ok) return response.blob();
  const text = await response.text();
  const answer = parse(text, response.status);
  if (!response.ok) throw new Problem(answer?.code ?? "unreadable", response.status, answer?.data);
  return answer;
}

function parse(text, status) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("unreadable", status);
  }
}
