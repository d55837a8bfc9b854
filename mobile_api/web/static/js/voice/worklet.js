// Runs beside the page, where sound arrives: 100 ms of samples at a time, as the gateway takes them.

const SAMPLES = 1600;

class Framer extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(SAMPLES);
    this.filled = 0;
  }

  process([[samples]]) {
    for (const sample of samples ?? []) {
      this.frame[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.filled === SAMPLES) this.send();
    }
    return true;
  }

  send() {
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.frame = new Int16Array(SAMPLES);
    this.filled = 0;
  }
}

registerProcessor("framer", Framer);
