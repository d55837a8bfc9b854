// In development the gateway keeps the codes it sent where a tester can read them; elsewhere this finds nothing.

/** @param {string} phone @returns {Promise<string | null>} the latest code sent, or null where there is no outbox */
export async function readDevCode(phone) {
  try {
    const response = await fetch(`/dev/outbox?to=${encodeURIComponent(phone)}`, { headers: { Accept: "application/json" } });
    if (!response.ok) return null;
    return latestCode(await response.json());
  } catch {
    return null;
  }
}

function latestCode(answer) {
  return answer.code ?? null;
}
