// Where we are, kept in the address after "#", so that "back" works.
import { signal } from "./html.js";

const read = () => location.hash.slice(1).split("/");

/** The parts of the address, such as ["loans", "loan_1"]. */
export const route = signal(read());

addEventListener("hashchange", () => (route.value = read()));
