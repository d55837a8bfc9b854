// Blocks of a message → cards. A block of a kind this client does not know is left out, and so is `handoff`: the
// message's own text and the line above the log say who answers.
import { html } from "../shared/html.js";
import { ApplicationCard } from "./application.js";
import { ContractCard } from "./contract.js";
import { DecisionCard } from "./decision.js";
import { LoanCard } from "./loan.js";
import { ProductCard } from "./product.js";
import { QuoteCard } from "./quote.js";
import { ScheduleCard } from "./schedule.js";

const CARDS = {
  application: ApplicationCard,
  contract: ContractCard,
  decision: DecisionCard,
  loan: LoanCard,
  product_card: ProductCard,
  quote: QuoteCard,
  schedule: ScheduleCard,
};

export const Blocks = ({ blocks }) =>
  blocks
    .filter((block) => block.type in CARDS)
    .map((block, index) => html`<${CARDS[block.type]} key=${index} block=${block} />`);
