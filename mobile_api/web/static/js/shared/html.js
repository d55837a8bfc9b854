// The rendering library in one place: components import it from here.
import htm from "../../vendor/htm.js";
import { h } from "../../vendor/preact.js";

export { render } from "../../vendor/preact.js";
export { useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact-hooks.js";
export { computed, effect, signal } from "../../vendor/signals.js";

/** Tagged template → virtual nodes. Values become text nodes or attributes, never markup. */
export const html = htm.bind(h);
