// Our icons, drawn as strokes; decorative, so hidden from screen readers.
import { html } from "./html.js";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  chat: "M4 5h16v11H9l-5 4z",
  check: "M5 12.500l4.500 4.500L19 7.500",
  clock: "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16zm0 4v4.500l3 2",
  close: "M6 6l12 12M18 6L6 18",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  loan: "M5 6h14v13H5zM5 10h14M8 15h3",
  microphone: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3",
  phone: "M6 4h4l1.500 4.500l-2 1.500a11 11 0 0 0 4.500 4.500l1.500-2L20 14v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  person: "M12 4.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 0 1 0-7zM5 20c.6-4 3.400-6 7-6s6.400 2 7 6",
  send: "M12 19V6M6 12l6-6 6 6",
  settings: "M5 8h9M18 8h1M16 6v4M5 16h1M10 16h9M8 14v4",
  shield: "M12 4l7 2.500v5c0 4.500-3 7.300-7 8.500c-4-1.200-7-4-7-8.500v-5zM9 12l2.200 2.200L15.200 10",
  sound: "M5 10v4h3l4 3.500v-11L8 10zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  stop: "M7.500 7.500h9v9h-9z",
  swap: "M5 9h13l-3.500-3.500M19 15H6l3.500 3.500",
  warning: "M12 4.500l8.500 15h-17zM12 10v4.500M12 17v.2",
};

/** @param {{name: keyof typeof PATHS}} props */
export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>
`;
