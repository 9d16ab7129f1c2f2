import { AGENTS, agent, customer, VOICES, wait } from "./script.mjs";

/** @type {import("./script.mjs").CallScript} */
export const billingDispute = {
  key: "billing-dispute",
  title: "Billed twice for a cancelled extension",
  direction: "Inbound",
  callerNumber: "+13125550142",
  dialedNumber: "+18005550199",
  customerNumber: "+13125550142",
  agents: [{ agent: AGENTS.jane, fileIndex: 0 }],
  files: [
    {
      name: "billing-dispute",
      seed: 11,
      gapBeforeMs: 0,
      fill: "silence",
      left: VOICES.jane,
      right: VOICES.olderMan,
      steps: [
        agent("Thank you for calling Tidewell Broadband, you're speaking with Jane. How can I help?"),
        customer(
          "Yes, hello. I've got my bill for October here, and it's, well, it's nearly twice what it should be.",
        ),
        agent(
          "Oh, I'm sorry to hear that. Let's have a look together. Could I take your account number, please?",
        ),
        customer("It's on the top here somewhere. Hang on. Four, four, one, nine."),
        agent("Mm-hm.", { gapMs: -150 }),
        customer("Two, zero, seven."),
        agent("Four four one nine, two zero seven. Lovely. And who am I speaking with?"),
        customer("Walter Briggs."),
        agent("Thanks, Mr Briggs. And the first line of your address, just so I know it's you?"),
        customer("Eighteen Juniper Court."),
        agent("Perfect, thank you. Just bear with me while that opens."),
        wait(2600),
        agent("Right, so I can see October, that came to one hundred and twelve dollars and forty cents."),
        customer("That's right. And I've been paying fifty-nine ninety for two years.", { gapMs: 120 }),
        customer(
          "There's a line here that says, home office extension, forty-six dollars. And I cancelled that in August.",
          {
            gapMs: 500,
          },
        ),
        agent("You cancelled it in August. Was that by phone, or on the website?"),
        customer(
          "By phone. I spoke to a young man, I think his name was Luis, and he told me it was all done.",
        ),
        agent("Right, okay."),
        customer(
          "And then in September they took it again, and I let it go. But not twice. I'm not having it twice.",
        ),
        agent(
          "No, I completely understand. I'd be annoyed as well. Let me check the notes from August for you.",
        ),
        wait(3800),
        agent(
          "Okay, here we are. So, on the nineteenth of August there is a note that says you asked us to remove the extension.",
        ),
        customer("There you go.", { gapMs: -250 }),
        agent(
          "It was put through as a request, but I'm afraid nobody ever closed it. So the system just kept on charging you. That one is on us, Mr Briggs, and I apologise.",
        ),
        customer("Well. Thank you for saying so. What happens with the money, then?"),
        agent("So, what I'm going to do is close the extension right now, while you're on the line."),
        customer("Good."),
        agent(
          "And then refund both months. That's forty-six dollars for September, and forty-six for October. Ninety-two dollars in all.",
        ),
        customer("Ninety-two. And is that off the next bill, or do I get it back in my bank?"),
        agent(
          "Whichever you like. To the bank takes three to five working days. Or I can take it off the November bill today.",
        ),
        customer("I'd sooner have it in the bank, if it's all the same to you."),
        agent(
          "Of course. I'll send it to the account you pay from. I can't see the whole number, only that it ends in seven seven.",
        ),
        agent(
          "So, that's done. You'll get an email in the next hour, and the reference is T, B, five, five, one, eight.",
          {
            say: "So, that's done. You'll get an email in the next hour, and the reference is T. B., five, five, one, eight.",
          },
        ),
        customer("Hold on, let me write that down. T, B, five, five, one, eight.", {
          say: "Hold on, let me write that down. T. B., five, five, one, eight.",
        }),
        agent("That's it. And from November you'll be back at fifty-nine ninety."),
        customer("All right. You've been very helpful. I was ready to shout at somebody, you know."),
        agent("I'm glad you didn't have to! Is there anything else I can do for you today?"),
        customer("No, no, that's everything."),
        agent("Thank you for your patience, Mr Briggs. Have a good afternoon."),
        customer("And you. Goodbye."),
        agent("Goodbye.", { gapMs: 60 }),
      ],
    },
  ],
  attachedData: {
    Queue: "Billing",
    OrderId: "TB-5518",
    CustomerTier: "Standard",
    Reason: "Refund",
  },
};

/** @type {import("./script.mjs").CallScript} */
export const hourLong = {
  key: "hour-long",
  title: "An hour on the line",
  direction: "Unknown",
  callerNumber: "+13125550142",
  dialedNumber: "+18005550199",
  customerNumber: "+13125550142",
  agents: [{ agent: AGENTS.jane, fileIndex: 0 }],
  // `times: 0` asks for as many as fill the hour.
  files: [{ repeatOf: "billing-dispute", times: 0 }],
  attachedData: { Queue: "Billing", OrderId: "TB-5600", CustomerTier: "Standard", Reason: "LoadTest" },
};
