// Blocks of a message → cards. A block of a kind this client does not know is left out, and so is `handoff`: the
// message's own text and the line above the log say who answers.
import { html } from "../shared/html.js";
import { ApplicationCard } from "./application.js";
import { ContractCard } from "./contract.js";
import { DecisionCard } from "./decision.js";
import { PlanCard } from "../loans/plan.js";
import { LoanCard } from "./loan.js";
import { MyDataCard } from "./my_data.js";
import { ProductCard } from "./product.js";
import { QuoteCard } from "./quote.js";
import { RatingCard } from "./rating.js";
import { ReviewCard } from "./review.js";
import { ScheduleCard } from "./schedule.js";

const CARDS = {
  application: ApplicationCard,
  contract: ContractCard,
  decision: DecisionCard,
  loan: LoanCard,
  my_data: MyDataCard,
  plan: PlanCard,
  product_card: ProductCard,
  quote: QuoteCard,
  rating: RatingCard,
  review: ReviewCard,
  schedule: ScheduleCard,
};

/** A decision shows what it offers, so a quote beside it would say the same twice. */
function isShown({ type }, _, blocks) {
  const isRepeated = type === "quote" && blocks.some((other) => other.type === "decision");
  return type in CARDS && !isRepeated;
}

export const Blocks = ({ blocks }) =>
  blocks.filter(isShown).map((block, index) => html`<${CARDS[block.type]} key=${index} block=${block} />`);
