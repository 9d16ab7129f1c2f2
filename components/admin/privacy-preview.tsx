import type { OutgoingRecording } from "@/lib/privacy/outgoing";

/** One recording's fields as they would arrive at a supervisor's browser. */
export function PrivacyPreview({ recording }: Readonly<{ recording: OutgoingRecording | null }>) {
  if (!recording) return <p className="mt-3 text-ink-soft">There is no recording to show yet.</p>;
  const contacts = recording.eventHistory.flatMap((event) =>
    event.event === "Joined" && event.contact ? [event.contact] : [],
  );
  const data = Object.assign({}, ...recording.eventHistory.map((event) => event.data?.added ?? {}));
  const rows: readonly (readonly [string, string])[] = [
    ["callerPhoneNumber", recording.callerPhoneNumber ?? "unknown"],
    ["dialedPhoneNumber", recording.dialedPhoneNumber ?? "unknown"],
    ...contacts.flatMap((contact) =>
      (["firstName", "lastName", "userName", "phoneNumber"] as const).flatMap((name) => {
        const value = contact[name];
        return value === undefined ? [] : [[`${contact.type} ${name}`, value] as const];
      }),
    ),
    ...Object.entries(data).map(([name, value]) => [name, String(value)] as const),
  ];
  return (
    <dl className="mt-3 grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-4 gap-y-1">
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same name can stand several times, and rows never move
        <div key={index} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className={value === "*******" ? "text-mask" : "break-words"}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
