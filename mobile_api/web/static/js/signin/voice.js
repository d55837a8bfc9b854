// Signing in by voice: the gateway says what to say, and hears it; nothing has to be seen.
import { computed, signal } from "../shared/html.js";
import { language, sayProblem, t } from "../i18n/index.js";
import { device, signInWith } from "../shared/session.js";
import { address } from "../shared/stream.js";
import * as Aloud from "../voice/aloud.js";
import { openLine } from "../voice/line.js";
import { hasVoice, quiet, reading, silence } from "../voice/read_aloud.js";
import { settings } from "../voice/settings.js";
import { goOnByVoice } from "../voice/store.js";
import { Problem } from "../shared/http.js";

const heardPhase = signal("off");
export const active = computed(() => heardPhase.value !== "off");
export const phase = computed(() => (active.value && reading.value ? "reading" : heardPhase.value));
/** What was said last, for whoever looks. */
export const said = signal("");

/** Whether what it says can be heard here, or a screen reader says it. */
export const canSpeak = () => settings.value.screenReader || hasVoice(language.value);

// The last words take no longer.
const LAST_WORDS_MS = 10_000;

/** There is no record button here. */
const sayWhy = (problem) => (problem.code === "voice_recorder" ? t("voice_sign_in_recorder") : sayProblem(problem));

let line = null;
let leaving = false;
let tell = () => {};

/** @param {(words: string | null) => void} onTrouble */
export function start(onTrouble) {
  if (active.value) return;
  tell = onTrouble;
  tell(null);
  Aloud.begin(tell);
  heardPhase.value = "connecting";
  const isDeaf = () => reading.value !== null && !settings.value.interrupt;
  line = openLine(async () => address(`/auth/voice?lang=${language.value}`), { onEvent, onEnd, isDeaf });
}

export function stop() {
  silence();
  line?.close();
}

export const finish = () => line?.send({ type: "finish" });

function onEnd(problem) {
  line = null;
  // Its last words are still being read out.
  if (leaving) return;
  heardPhase.value = "off";
  said.value = "";
  Aloud.forget();
  silence();
  if (!problem) return;
  tell(sayWhy(problem));
  if (!settings.value.screenReader) Aloud.speak(sayWhy(problem));
}

const onEvent = (event) => HANDLERS[event.type]?.(event);

const HANDLERS = {
  listening() {
    heardPhase.value = "listening";
    line.send({ type: "device", device: device() });
  },
  say({ text, private: guarded }) {
    heardPhase.value = "listening";
    said.value = text;
    if (guarded) Aloud.readGuarded(text);
    else Aloud.readOut(text);
  },
  speaking() {
    if (settings.value.interrupt) silence();
    heardPhase.value = "hearing";
  },
  final() {
    Aloud.forget();
    heardPhase.value = "thinking";
  },
  no_speech: () => (heardPhase.value = "listening"),
  command({ command }) {
    heardPhase.value = "listening";
    Aloud.obey(command);
  },
  async signed_in({ phone, ...tokens }) {
    leaving = true;
    line.close();
    await quiet(LAST_WORDS_MS);
    leaving = false;
    onEnd(null);
    goOnByVoice();
    signInWith(tokens, { phone });
  },
  too_long: () => complain(new Problem("audio_too_long")),
  error: ({ code }) => complain(new Problem(code)),
};

function complain(problem) {
  heardPhase.value = "listening";
  tell(sayProblem(problem));
}
