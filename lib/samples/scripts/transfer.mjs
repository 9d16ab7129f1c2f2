import { AGENTS, agent, customer, pause, VOICES, wait } from "./script.mjs";

/** @type {import("./script.mjs").CallScript} */
export const transfer = {
  key: "transfer",
  title: "Moving house, handed on to Moves and Payments",
  direction: "Inbound",
  callerNumber: "+16175550118",
  dialedNumber: "+18005550199",
  customerNumber: "+16175550118",
  agents: [
    { agent: AGENTS.luis, fileIndex: 0 },
    { agent: AGENTS.fiona, fileIndex: 1 },
  ],
  files: [
    {
      name: "transfer-1",
      seed: 31,
      gapBeforeMs: 0,
      fill: "silence",
      left: VOICES.luis,
      right: VOICES.youngMan,
      steps: [
        agent("Good morning, Tidewell Broadband, Luis speaking."),
        customer(
          "Hey, good morning. So, I'm moving apartments at the end of the month and I need to move my internet with me.",
        ),
        agent("Congratulations! Sure thing. Can I get your name and the number on the account?"),
        customer("It's Aaron Pike. And the phone number is the one I'm calling from."),
        agent("Okay Aaron, I've got you here. You're on the two hundred plan, at Alder Street?"),
        customer("Yep, that's me."),
        agent("And where is the new place?"),
        customer("It's on Quarry Road, number forty, apartment three B."),
        agent("Let me check that we serve that building."),
        wait(2400),
        agent(
          "Good news, we do. There's already a socket in the apartment, so you shouldn't need an engineer.",
        ),
        customer("Oh, awesome."),
        agent(
          "There is a one-time moving fee of twenty-five dollars, though, and I can't take that on this line. So I'd like to pass you to my colleague Fiona, on the moves team. She can book the date and take the payment in one go.",
        ),
        customer("Sure. Do I have to say all of this again?"),
        agent(
          "Not at all. I've put the new address in your notes. I'll tell her you're coming. One moment while I connect you.",
        ),
        customer("Okay. Thanks, Luis."),
        agent("Thank you, Aaron. Here she comes."),
      ],
    },
    {
      name: "transfer-2",
      seed: 32,
      gapBeforeMs: 5_200,
      fill: "silence",
      left: VOICES.fiona,
      right: VOICES.youngMan,
      steps: [
        agent(
          "Hi Aaron, you're through to Fiona, on the moves team. Luis tells me you're off to Quarry Road.",
        ),
        customer("That's right, number forty."),
        agent("Lovely. And which day would you like us to switch it over?"),
        customer("The thirtieth, if you can. That's a Saturday, I think."),
        agent(
          "The thirtieth is a Sunday, actually. We can do Saturday the twenty-ninth, or Monday the first.",
        ),
        customer("Oh. Uh, Saturday, then. The twenty-ninth."),
        agent(
          "Saturday the twenty-ninth, some time before noon. And you'll keep Alder Street till midnight, so there's no gap.",
        ),
        customer("Perfect."),
        agent("So that's just the twenty-five dollars, then. Can you pay that by card?"),
        customer("Yeah, I've got it right here."),
        agent("Great. I'll pause the recording while you read me the number. Pausing it now."),
        pause(18_200),
        agent(
          "Thanks, I'm recording again. It's asking me for the security code as well, sorry, it does that with some banks.",
        ),
        customer("The one on the back?"),
        agent("That's the one. Give me a second to pause it again. Okay, go ahead."),
        pause(6_340),
        agent(
          "And we're back. That's gone through, twenty-five dollars, and your receipt is on its way by email.",
        ),
        customer("Great. So I just plug the router in at the new place?"),
        agent(
          "Just plug it in, wait for the green light, and you're done. If it's still orange after an hour, give us a ring.",
        ),
        customer("Got it. Thanks a lot, Fiona."),
        agent("My pleasure. Good luck with the move!"),
        customer("Thanks. Bye."),
        agent("Bye now.", { gapMs: 80 }),
      ],
    },
  ],
  attachedData: { Queue: "Support", OrderId: "TB-8841", CustomerTier: "Plus", TransferredTo: "Moves" },
};
