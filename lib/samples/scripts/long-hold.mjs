import { AGENTS, agent, customer, hold, VOICES, wait } from "./script.mjs";

/** @type {import("./script.mjs").CallScript} */
export const longHold = {
  key: "long-hold",
  title: "Line fault, on hold for the engineers",
  direction: "Inbound",
  callerNumber: "+442079460171",
  dialedNumber: "+448081570192",
  customerNumber: "+442079460171",
  agents: [{ agent: AGENTS.priya, fileIndex: 0 }],
  files: [
    {
      name: "long-hold",
      seed: 41,
      gapBeforeMs: 0,
      fill: "silence",
      left: VOICES.priya,
      right: VOICES.northernMan,
      steps: [
        agent("Tidewell technical support, this is Priya. What can I do for you?"),
        customer(
          "Morning. My line's been dropping out since Sunday. It comes back for ten minutes and then it's off again.",
        ),
        agent(
          "That sounds frustrating, I'm sorry. Is it just the wifi, or does the light on the box go out too?",
        ),
        customer("The light goes red. I've switched it off and on that many times."),
        agent(
          "Okay, then it's probably not the box. Can I take your surname and postcode, and I'll run a line test?",
        ),
        customer("It's Hargreaves. L, S, six, two, Q, D.", {
          say: "It's Hargreaves. L. S., six, two, Q. D.",
        }),
        agent("Thank you. It takes about ten seconds."),
        wait(4200),
        agent(
          "Right, so I can see eleven drops since yesterday. That is a fault on the line, and it's not on your side.",
        ),
        customer("I knew it."),
        agent(
          "I'd like to ask the network team if somebody is already on it. Do you mind if I put you on hold for a minute or two?",
        ),
        customer("No, go on then."),
        agent("Thank you. I'll be as quick as I can."),
        hold(78_000, [
          customer("A minute or two, she says.", { gapMs: 34_000 }),
          customer("Put the kettle on, love, I'm still on hold.", { gapMs: 21_000 }),
        ]),
        agent("Hello, Mr Hargreaves? Thank you for holding, and sorry it took so long."),
        customer("You're all right. I was getting used to the music."),
        agent(
          "So, there's water in the cabinet at the end of your road. An engineer is booked for it, today between two and four.",
        ),
        customer("Do I need to be in?"),
        agent(
          "No, it's all outside. Your line should be back by five, and you'll get a text when it's done.",
        ),
        customer("Right. And what about the days I've not had it?"),
        agent(
          "We pay that back automatically. It's six pounds ten for every day after the second one. You'll see it on the next bill.",
        ),
        customer("Fair enough. That's more than I thought."),
        agent("Is there anything else I can do for you?"),
        customer("No, that'll do. Cheers, love."),
        agent("Thanks, Mr Hargreaves. Bye bye."),
        customer("Ta-ra.", { say: "Ta rah." }),
      ],
    },
  ],
  attachedData: { Queue: "Technical", OrderId: "TB-2290", CustomerTier: "Standard", FaultId: "F-30417" },
};
