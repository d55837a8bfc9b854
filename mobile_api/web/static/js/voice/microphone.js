// The microphone as frames: 16 kHz, one channel, int16, a tenth of a second each.
import { signal } from "../shared/html.js";

const RATE = 16000;
// The device's own voice must not be taken for the borrower's.
const WANTED = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Whether this browser can; some only find out when they are asked to change the microphone's rate. */
export const canStream = signal(Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode));

/**
 * Raises DOMException: NotSupportedError when `canStream` turned out to be false, others when the microphone is refused
 * or missing.
 *
 * @param {(frame: ArrayBuffer) => void} onFrame
 * @returns {Promise<() => Promise<void>>} closes it
 */
export async function openMicrophone(onFrame) {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
  const context = new AudioContext({ sampleRate: RATE });
  async function close() {
    microphone.getTracks().forEach((track) => track.stop());
    await context.close();
  }
  try {
    await context.resume();
    await context.audioWorklet.addModule("/assets/js/voice/worklet.js");
    const framer = new AudioWorkletNode(context, "framer", { numberOfOutputs: 0 });
    framer.port.onmessage = ({ data }) => onFrame(data);
    context.createMediaStreamSource(microphone).connect(framer);
  } catch (error) {
    if (error.name === "NotSupportedError") canStream.value = false;
    await close();
    throw error;
  }
  return close;
}
