import { AGENTS, agent, customer, VOICES, wait } from "./script.mjs";

/** @type {import("./script.mjs").CallScript} */
export const voicemail = {
  key: "voicemail",
  title: "Voicemail about a missed visit",
  direction: "Inbound",
  callerNumber: "+12025550163",
  dialedNumber: "+18005550199",
  customerNumber: "+12025550163",
  agents: [],
  files: [
    {
      name: "voicemail",
      seed: 51,
      gapBeforeMs: 0,
      fill: "silence",
      left: null,
      right: VOICES.woman,
      steps: [
        customer(
          "Hi, uh, this is Denise Calloway. I'm calling about the engineer who was meant to come this morning.",
          {
            gapMs: 900,
          },
        ),
        customer("I took half a day off work, and nobody came, and nobody called either.", { gapMs: 500 }),
        customer("So, it's ten past one now. I'll be home until three, and after that I'm back at work.", {
          gapMs: 700,
        }),
        customer(
          "My number is two zero two, five five five, zero one six three. That's zero one six three.",
          {
            gapMs: 600,
            speed: -12,
          },
        ),
        customer(
          "The booking was T, B, nine, zero, one, four. If somebody could call me back today, I'd appreciate it.",
          {
            say: "The booking was T. B., nine, zero, one, four. If somebody could call me back today, I'd appreciate it.",
            gapMs: 800,
          },
        ),
        customer("Okay. Thanks. Bye.", { gapMs: 400 }),
        wait(1200),
      ],
    },
  ],
  attachedData: { Queue: "Callback", OrderId: "TB-9014", CustomerTier: "Plus", Mailbox: "After hours" },
};

/** @type {import("./script.mjs").CallScript} */
export const crossTalk = {
  key: "cross-talk",
  title: "Cancelling, both talking at once",
  direction: "Outbound",
  callerNumber: "+18005550199",
  dialedNumber: "+17185550177",
  customerNumber: "+17185550177",
  agents: [{ agent: AGENTS.daniel, fileIndex: 0 }],
  files: [
    {
      name: "cross-talk",
      seed: 61,
      gapBeforeMs: 0,
      fill: "silence",
      left: VOICES.daniel,
      right: VOICES.nyWoman,
      steps: [
        agent("Hello, am I speaking with Rosa Delgado? This is Daniel from Tidewell, returning your call."),
        customer("Yes, finally. I called three times. I want to cancel, and I want it cancelled today."),
        agent("Okay, I'm sorry you had to call more than once. Before I do that, may I ask what went wrong?"),
        customer(
          "What went wrong is, it never works. Every evening, six o'clock, seven o'clock, nothing loads, and when I call you people, " +
            "all I ever hear is, restart the router.",
        ),
        agent(
          "I understand, and if you'd let me just check the line for you, there might be a very simple reason for that.",
          {
            gapMs: -2300,
          },
        ),
        customer("No. No, no. I don't want the line checked again.", { gapMs: -2600 }),
        agent("Fair enough. No more checks."),
        customer("Thank you."),
        agent(
          "What I can offer is to move you to the faster plan at the price you pay now, for six months, and if after a month you're still not happy",
        ),
        customer("I don't want six months. I don't want an offer. Did you even listen to what I said?", {
          gapMs: -2900,
        }),
        agent("I did, I did listen, and I'm not trying to", { gapMs: -1200 }),
        customer("Because I've had this exact conversation already, twice.", { gapMs: -900 }),
        agent("You're right. I'm sorry. Go ahead."),
        wait(700),
        customer("I just want it to end. I've ordered from somebody else, and they're coming on the fourth."),
        agent(
          "The fourth. Okay. Then let's end yours on the fifth, so you're never without a line. Would that work?",
        ),
        customer("Is there a fee?"),
        agent("There would normally be, yes, but with the notes I see here"),
        customer("I'm not paying a fee for something that doesn't work!", { gapMs: -1400 }),
        agent("No, what I was going to say is, there isn't one. I've taken it off.", { gapMs: -1000 }),
        customer("Oh."),
        agent(
          "So it ends on the fifth, no fee, and you'll get a box in the mail for the router. You don't pay for that either.",
        ),
        customer("Okay. Well. Thank you. Sorry, I've just had it up to here."),
        agent("No need to apologise, you waited long enough."),
        customer("All right. So that's it? It's cancelled?", { gapMs: -500 }),
        agent("It's cancelled. You'll have an email in a couple of minutes."),
        customer("Okay. Thanks, Daniel. Bye."),
        agent("Bye bye, Ms Delgado.", { gapMs: -350, say: "Bye bye, Miz Delgado." }),
      ],
    },
  ],
  attachedData: { Queue: "Retention", OrderId: "TB-6127", CustomerTier: "Plus", Reason: "Cancellation" },
};

/** @type {import("./script.mjs").CallScript} */
export const internal = {
  key: "internal",
  title: "Agent to agent: a credit above the limit",
  direction: "Internal",
  callerNumber: "7103",
  dialedNumber: "7101",
  customerNumber: null,
  agents: [
    { agent: AGENTS.jane, fileIndex: 0 },
    { agent: AGENTS.priya, fileIndex: 0 },
  ],
  files: [
    {
      name: "internal",
      seed: 71,
      gapBeforeMs: 0,
      fill: "silence",
      left: VOICES.jane,
      right: VOICES.priya,
      steps: [
        customer("Priya speaking."),
        agent("Hi Priya, it's Jane, from billing. Have you got a minute?"),
        customer("Just about. What's up?"),
        agent(
          "I've got a customer who was charged for an extension he cancelled in August. It comes to ninety-two dollars.",
        ),
        customer("Okay."),
        agent("And my limit for credits is seventy-five, so it won't let me put it through in one go."),
        customer("You could split it into two, one for each month. They're separate charges, aren't they?"),
        agent("They are, yeah. I wasn't sure if that was allowed."),
        customer(
          "If they're on two different bills, that's fine. It's only a problem when somebody splits a single charge to get under the limit.",
        ),
        agent("Right, that makes sense.", { gapMs: -200 }),
        customer(
          "Put my name in the note, though, and say we spoke. Then nobody will ask you about it at the end of the month.",
        ),
        agent("Will do. And the request from August was never closed. Should I report that to somebody?"),
        customer(
          "Yes, please. Send it to Mo, he's collecting those. That's the fourth one I've heard about this week.",
        ),
        agent("The fourth! Okay. I'll send it over now. Thanks, Priya."),
        customer("No worries. Speak later."),
        agent("Bye.", { gapMs: 60 }),
      ],
    },
  ],
  attachedData: { Queue: "Internal", OrderId: "TB-5518", Reason: "Approval" },
};
