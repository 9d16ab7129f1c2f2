import { billingDispute, hourLong } from "./billing-dispute.mjs";
import { cardPaymentCut, cardPaymentPadded } from "./card-payment.mjs";
import { longHold } from "./long-hold.mjs";
import { crossTalk, internal, voicemail } from "./short-calls.mjs";
import { transfer } from "./transfer.mjs";

/** Every sample call, in the order of the manifest. @type {readonly import("./script.mjs").CallScript[]} */
export const CALL_SCRIPTS = [
  billingDispute,
  cardPaymentPadded,
  cardPaymentCut,
  transfer,
  longHold,
  voicemail,
  crossTalk,
  internal,
  hourLong,
];
