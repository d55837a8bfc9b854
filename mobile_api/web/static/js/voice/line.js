// One voice stream: the microphone goes up as frames, events come down, until either side ends it.
import { Problem } from "../shared/http.js";
import { canStream, openMicrophone } from "./microphone.js";

// Ten seconds of sound: whoever is further behind is not heard any more in time.
const MOST_UNSENT = 320000;
const SILENCE = new ArrayBuffer(3200);

/**
 * @param {URL} url
 * @param {{onEvent: (event: any) => void, onEnd: (problem: Problem | null) => void, isDeaf: () => boolean}} owner `onEnd` is
 *   called once, with the reason unless `close` was called; while `isDeaf`, silence is sent instead of what is heard
 */
export function openLine(url, { onEvent, onEnd, isDeaf }) {
  const socket = new WebSocket(url);
  let closeMicrophone = async () => {};
  let over = false;

  function end(problem) {
    if (over) return;
    over = true;
    closeMicrophone();
    socket.close();
    onEnd(problem);
  }

  async function listen() {
    try {
      const close = await openMicrophone(sendFrame);
      if (over) await close();
      else closeMicrophone = close;
    } catch {
      end(new Problem(canStream.value ? "microphone" : "voice_recorder"));
    }
  }

  function sendFrame(frame) {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNSENT) return end(new Problem("speech_busy"));
    socket.send(isDeaf() ? SILENCE : frame);
  }

  socket.onmessage = ({ data }) => {
    if (over) return;
    const event = JSON.parse(data);
    if (event.type === "listening") listen();
    onEvent(event);
  };
  socket.onclose = ({ reason }) => end(new Problem(reason || "offline"));
  return { send: (control) => socket.send(JSON.stringify(control)), close: () => end(null) };
}
