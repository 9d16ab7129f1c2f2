import { AGENTS, agent, customer, pause, VOICES, wait } from "./script.mjs";

// The card number is read while the recording is paused, so it is in no script and in no sound.
const STEPS = [
  agent("Tidewell payments, this is Mo speaking. How can I help?"),
  customer(
    "Hi there. I had a text to say my direct debit didn't go through, so I'd like to pay by card, please.",
  ),
  agent("No problem at all, I can do that for you now. Can I take your name and your postcode?"),
  customer("It's Helen Marsh, and the postcode is Y, O, two, four, one, A, B.", {
    say: "It's Helen Marsh, and the postcode is Y. O., two, four, one, A. B.",
  }),
  agent("Thanks, Helen. And the last three digits of your account number?"),
  customer("Six, one, eight."),
  agent("That's great. So, I can see the one payment outstanding, it's thirty-eight pounds and fifty pence."),
  customer("Yeah, that's right. I changed banks, you see, and I don't think it moved over."),
  agent("Ah, that'll be it. Don't worry, there's no charge for it, and it won't affect your service."),
  customer("Oh good. I was a bit worried about that.", { gapMs: 90 }),
  agent("No, no, you're fine. So would you like to pay the full amount today?"),
  customer("Yes, please. All of it."),
  agent(
    "Lovely. Before you read me the card details, I'm going to pause the recording, so your card number isn't kept anywhere.",
  ),
  customer("Okay, good."),
  agent(
    "I'll pause it now, and then you can go ahead with the long number, the expiry date and the three digits on the back.",
  ),
  pause(27_400),
  agent("Okay, that's the recording back on. And thank you, that payment has gone through."),
  customer("Oh, that was quick."),
  agent("It's thirty-eight pounds fifty, and the authorisation code is zero, nine, four, two."),
  customer("Zero, nine, four, two. Thank you."),
  agent(
    "And would you like me to set up a new direct debit while we're on? I'd only need the new sort code and account number.",
  ),
  customer("Can I do that online? I've not got the new ones with me."),
  agent("You can, yeah. It's under, my account, then, ways to pay. It takes about two minutes."),
  customer("Perfect. I'll do it tonight, then."),
  agent("If it's done before the twelfth, the next bill will just come out as normal."),
  wait(400),
  customer("Before the twelfth. Okay. Brilliant."),
  agent("Anything else I can help with, Helen?"),
  customer("No, that's me all done. Thanks ever so much."),
  agent("You're welcome. You take care now. Bye bye."),
  customer("Bye.", { gapMs: 40 }),
];

/**
 * The same talk twice: a vendor that pads the pause with silence, and one that cuts it out of the sound.
 * @param {"silence" | "cut"} fill
 * @param {Pick<import("./script.mjs").CallScript, "key" | "title" | "attachedData">} call
 * @returns {import("./script.mjs").CallScript}
 */
const cardPayment = (fill, call) => ({
  ...call,
  direction: "Inbound",
  callerNumber: "+442079460136",
  dialedNumber: "+448081570192",
  customerNumber: "+442079460136",
  agents: [{ agent: AGENTS.mo, fileIndex: 0 }],
  files: [
    {
      name: call.key,
      seed: 23,
      gapBeforeMs: 0,
      fill,
      left: VOICES.mo,
      right: VOICES.olderWoman,
      steps: STEPS,
    },
  ],
});

export const cardPaymentPadded = cardPayment("silence", {
  key: "card-payment-padded",
  title: "Card payment, pause kept as silence",
  attachedData: { Queue: "Payments", OrderId: "TB-7302", CustomerTier: "Standard", Amount: "38.50 GBP" },
});

export const cardPaymentCut = cardPayment("cut", {
  key: "card-payment-cut",
  title: "Card payment, pause cut out",
  attachedData: { Queue: "Payments", OrderId: "TB-7303", CustomerTier: "Standard", Amount: "38.50 GBP" },
});
