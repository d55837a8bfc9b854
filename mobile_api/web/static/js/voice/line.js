// One voice stream: the microphone goes up as frames, events come down, until either side ends it.
import { Problem } from "../shared/http.js";
import { canStream, openMicrophone } from "./microphone.js";

// Ten seconds of sound: whoever is further behind is not heard any more in time.
const MOST_UNSENT = 320000;
const SILENCE = new ArrayBuffer(3200);

/**
 * The microphone first: a borrower may take long to allow it, and a socket that nothing is heard on is closed.
 *
 * @param {() => Promise<URL>} address asked for once the microphone is open; why there is none ends the line
 * @param {{onEvent: (event: any) => void, onEnd: (problem: Problem | null) => void, isDeaf: () => boolean}} owner `onEnd` is
 *   called once, with the reason unless `close` was called; while `isDeaf`, silence is sent instead of what is heard
 */
export function openLine(address, { onEvent, onEnd, isDeaf }) {
  let socket = null;
  let closeMicrophone = () => {};
  let listening = false;
  let over = false;

  function end(problem) {
    if (over) return;
    over = true;
    closeMicrophone();
    socket?.close();
    onEnd(problem);
  }

  async function open() {
    try {
      closeMicrophone = await openMicrophone(sendFrame);
    } catch {
      return end(new Problem(canStream.value ? "microphone" : "voice_recorder"));
    }
    // Ended while the borrower was asked for the microphone.
    if (over) return closeMicrophone();
    try {
      const url = await address();
      if (!over) connect(url);
    } catch (problem) {
      end(problem);
    }
  }

  function connect(url) {
    socket = new WebSocket(url);
    socket.onmessage = ({ data }) => over || take(JSON.parse(data));
    socket.onclose = ({ reason }) => end(new Problem(reason || "offline"));
  }

  function take(event) {
    if (event.type === "listening") listening = true;
    onEvent(event);
  }

  function sendFrame(frame) {
    if (!listening || socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNSENT) return end(new Problem("speech_busy"));
    socket.send(isDeaf() ? SILENCE : frame);
  }

  open();
  return { send: (control) => socket?.send(JSON.stringify(control)), close: () => end(null) };
}
