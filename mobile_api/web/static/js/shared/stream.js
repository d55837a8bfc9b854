// A WebSocket that comes back: each connection asks for what follows the last thing seen.
import { signal } from "./html.js";
import { call } from "./session.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

/** True while the server cannot be reached; the pages say so. */
export const offline = signal(false);

/**
 * Follow a stream until `stop()`.
 *
 * @param {() => string} path under /v1, asked anew for each connection
 * @param {(frame: any) => void} onFrame
 * @param {() => void} onOpen after each connection
 * @returns {() => void} stop
 */
export function follow(path, onFrame, onOpen = () => {}) {
  let socket = null;
  let timer = 0;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  async function connect() {
    try {
      const { ticket } = await call("POST", "/stream-tickets");
      if (stopped) return;
      socket = new WebSocket(address(path(), ticket));
    } catch (problem) {
      // Signed out or refused: asking again would not help.
      if (problem.status === 401) return;
      retry();
      return;
    }
    socket.onopen = onOpen;
    socket.onmessage = (event) => {
      // A stream that is refused opens too; the first frame says that this one stays.
      wait = FIRST_WAIT_MS;
      offline.value = false;
      onFrame(JSON.parse(event.data));
    };
    socket.onclose = retry;
  }

  function retry() {
    if (stopped) return;
    offline.value = true;
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function hurry() {
    if (offline.value) {
      wait = FIRST_WAIT_MS;
      clearTimeout(timer);
      timer = setTimeout(connect, 0);
    }
  }

  addEventListener("online", hurry);
  connect();
  return () => {
    stopped = true;
    offline.value = false;
    removeEventListener("online", hurry);
    clearTimeout(timer);
    socket?.close();
  };
}

/** The WebSocket of `path` under /v1. @param {string} path @param {string} [ticket] opens it, where one is needed */
export function address(path, ticket) {
  const url = new URL(`/v1${path}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  if (ticket) url.searchParams.set("ticket", ticket);
  return url;
}
