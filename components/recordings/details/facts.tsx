import type { ReactNode } from "react";
import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, clockTimeWithSeconds, fullTime, position, readTime } from "@/components/format/time";
import { callTypeWords, VENDOR_WORDS } from "@/components/format/words";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { agentsOf, lengthMs } from "../summary";

/** A row of a list of facts. */
export function Fact({ name, children }: Readonly<{ name: string; children: ReactNode }>) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="flex min-w-0 flex-col">{children}</dd>
    </>
  );
}

type Props = Readonly<{ recording: OutgoingRecording; zone: string; sourceName: string }>;

/** The plain facts of a call, each with its name. */
export function Facts({ recording, zone, sourceName }: Props) {
  const startMs = readTime(recording.startTime);
  const stopMs = readTime(recording.stopTime);
  const length = lengthMs(recording);
  const agents = agentsOf(recording);
  const vendor = VENDOR_WORDS[recording.vendor];
  const groups = [...new Set(recording.mediaFiles.flatMap((file) => file.accessgroups ?? []))];
  const partitions = [...new Set(recording.mediaFiles.flatMap((file) => file.partitions ?? []))];
  return (
    <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
      <Fact name="Caller">
        <ClearValue value={recording.callerPhoneNumber} />
      </Fact>
      <Fact name="Dialed">
        <ClearValue value={recording.dialedPhoneNumber} />
      </Fact>
      <Fact name={agents.length > 1 ? "Agents" : "Agent"}>
        {agents.length === 0 ? <ClearValue value={undefined} /> : null}
        {agents.map((name) => (
          <ClearValue key={name} value={name} />
        ))}
      </Fact>
      <Fact name="Began">
        {startMs === null ? <ClearValue value={undefined} /> : <span>{fullTime(startMs, zone)}</span>}
      </Fact>
      <Fact name="Ended">
        {stopMs === null ? (
          <ClearValue value={undefined} />
        ) : (
          <span>{startMs === null ? fullTime(stopMs, zone) : endWords(startMs, stopMs, zone)}</span>
        )}
      </Fact>
      <Fact name="Times in">
        <span>{zone}</span>
      </Fact>
      <Fact name="Length">
        {length === null ? <ClearValue value={undefined} /> : <span>{position(length)}</span>}
      </Fact>
      <Fact name="Call type">
        <ClearValue value={callTypeWords(recording.callType)} />
      </Fact>
      <Fact name="Source">
        <ClearValue value={sourceName === vendor ? vendor : `${sourceName} (${vendor})`} />
      </Fact>
      {recording.region ? (
        <Fact name="Region">
          <ClearValue value={recording.region} />
        </Fact>
      ) : null}
      {recording.screenRecording ? (
        <Fact name="Screen">Recorded too; it stays at the recording system</Fact>
      ) : null}
      {groups.length > 0 ? (
        <Fact name="Groups">
          <ClearValue value={groups.join(", ")} />
        </Fact>
      ) : null}
      {partitions.length > 0 ? (
        <Fact name="Partitions">
          <ClearValue value={partitions.join(", ")} />
        </Fact>
      ) : null}
      <Fact name="Vendor id">
        <ClearValue value={recording.vendorId} className="font-mono text-sm" />
      </Fact>
    </dl>
  );
}

/** The clock alone when the call ended on the day on which it began. */
function endWords(startMs: number, stopMs: number, zone: string): string {
  return calendarDay(startMs, zone, stopMs) === calendarDay(stopMs, zone, stopMs)
    ? clockTimeWithSeconds(stopMs, zone)
    : fullTime(stopMs, zone);
}
