// Records one utterance from the microphone.

export const LONGEST_SECONDS = 60;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/**
 * Start recording; raises DOMException when the microphone is refused or missing.
 *
 * @returns {Promise<{stop: () => Promise<Blob>, cancel: () => void}>}
 */
export async function startRecording() {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(microphone, { mimeType });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();

  function release() {
    if (recorder.state !== "inactive") recorder.stop();
    microphone.getTracks().forEach((track) => track.stop());
  }

  async function stop() {
    release();
    await stopped;
    return new Blob(parts, { type: recorder.mimeType });
  }

  return { stop, cancel: release };
}
