import type { StoredRecording } from "@/lib/domain/recording";
import { presentRecording } from "@/lib/privacy/present";
import { aComment, aContact, aMediaFile, anEvent, aRecording, aViewer, dataEvent } from "./stored-recording";

export const OPEN = { labels: true, allowReveal: true } as const;
export const CUSTOMER = "+13125550142";

/** An inbound call: customer to hotline, answered by Jane Smith on 7103. */
export const call = aRecording({
  callerPhoneNumber: CUSTOMER,
  dialedPhoneNumber: "+18005550199",
  mediaFiles: [
    aMediaFile({ parties: { ani: CUSTOMER, dnis: "+18005550199", agentId: "7103", username: "jsmith" } }),
  ],
  events: [
    anEvent({ contact: aContact({ type: "External", phoneNumber: CUSTOMER }) }),
    anEvent({
      contact: aContact({ phoneNumber: "7103", userName: "jsmith", firstName: "Jane", lastName: "Smith" }),
    }),
    dataEvent({
      GSIP_RECORD: "ON",
      Account: "44192078",
      Customer: "Walter Briggs",
      Queue: "Billing",
      BusinessCall: "1",
    }),
  ],
  labels: [
    aComment("Walter Briggs rang Jane from 312-555-0142 about 4419 2078.", {
      createdByUserId: "user-other",
      createUser: "Petra Novak",
    }),
  ],
});

/** What this supervisor sees of the call, in one flat object. */
export function seen(masked: string, recording: StoredRecording = call, viewer = aViewer(masked)) {
  const sent = presentRecording(recording, viewer, OPEN);
  const [customer, agent, data] = sent.eventHistory;
  return {
    caller: sent.callerPhoneNumber,
    dialed: sent.dialedPhoneNumber,
    customer: customer?.contact?.phoneNumber,
    line: agent?.contact?.phoneNumber,
    userName: agent?.contact?.userName,
    firstName: agent?.contact?.firstName,
    lastName: agent?.contact?.lastName,
    data: data?.data?.added,
    author: sent.labels?.[0]?.createUser,
    text: sent.labels?.[0]?.content?.text,
    maskedFields: sent.maskedFields,
  };
}

export const CLEAR = {
  caller: CUSTOMER,
  dialed: "+18005550199",
  customer: CUSTOMER,
  line: "7103",
  userName: "jsmith",
  firstName: "Jane",
  lastName: "Smith",
  data: {
    GSIP_RECORD: "ON",
    Account: "44192078",
    Customer: "Walter Briggs",
    Queue: "Billing",
    BusinessCall: "1",
  },
  author: "Petra Novak",
  text: "Walter Briggs rang Jane from 312-555-0142 about 4419 2078.",
  maskedFields: undefined,
};
