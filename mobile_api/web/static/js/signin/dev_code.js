// In development the gateway keeps the codes it sent where a tester can read them; elsewhere this finds nothing.

/** @param {string} phone @returns {Promise<string | null>} the latest code sent, or null where there is no outbox */
export async function readDevCode(phone) {
  try {
    const response = await fetch(`/dev/outbox?to=${encodeURIComponent(phone)}`);
    return response.ok ? (await response.json()).code : null;
  } catch {
    return null;
  }
}
