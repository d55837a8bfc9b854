// How this device speaks. Kept on the device: who sits beside it, and what reads its screen, is a matter of the device.
import { effect, signal } from "../shared/html.js";

const KEY = "loantalk.voice";
const SLOWEST = 0.5;
const FASTEST = 1.5;
const STEP = 0.2;

/**
 * `screenReader`: it reads the messages already, so nothing is read out on its own · `othersHear`: figures are read out
 * only when asked for · `interrupt`: speaking stops what is being read out · `rate`: of the device's voice, 1 is its own
 */
const DEFAULTS = { screenReader: false, othersHear: false, interrupt: true, rate: 1 };

export const settings = signal({ ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") });

effect(() => localStorage.setItem(KEY, JSON.stringify(settings.value)));

/** @param {Partial<typeof DEFAULTS>} changed */
export const change = (changed) => (settings.value = { ...settings.value, ...changed });

const within = (rate) => Math.round(Math.min(FASTEST, Math.max(SLOWEST, rate)) * 10) / 10;

export const slower = () => change({ rate: within(settings.value.rate - STEP) });
export const faster = () => change({ rate: within(settings.value.rate + STEP) });
