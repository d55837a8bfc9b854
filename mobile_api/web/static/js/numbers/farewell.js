// What whoever was just signed out on purpose reads beside the way in: a key of the words, or null.
import { effect, signal } from "../shared/html.js";
import { forget, session } from "../shared/session.js";

export const farewell = signal(null);

effect(() => {
  if (session.value) farewell.value = null;
});

/** The server has ended the session, and this says why. */
export function leaveWith(words) {
  forget();
  farewell.value = words;
  location.hash = "";
}
