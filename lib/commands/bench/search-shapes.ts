/** The searches that are timed: every single filter, and patterns inside numbers, names and attached data. */
import { type RawBuilder, sql } from "kysely";
import { stripPhone } from "@/lib/domain/phone-pattern";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { agentOf, orderOf, recordingAt, SOURCE, SPAN_MS } from "./recordings";

export type Shape = Readonly<{
  name: string;
  filter: RecordingFilter;
  /** What the plainest statement asks of a recording `r`: the yardstick, written by hand. */
  plain: RawBuilder<boolean>;
  /** As whom: everybody's administrator, or a supervisor of one very small group. */
  who: "administrator" | "narrow";
}>;

const DAY_MS = 86_400_000;
const KINDS = { user: 1, data: 2 } as const;

const like = (column: string, pattern: string) => sql<boolean>`${sql.ref(column)} like ${pattern}`;
const time = (atMs: number) => sql`${new Date(atMs).toISOString()}::timestamptz`;

function hasTerm(kind: keyof typeof KINDS, pattern: string): RawBuilder<boolean> {
  const fits = pattern.includes("%")
    ? sql`t.value like ${pattern}`
    : sql`md5(t.value) = md5(${pattern}) and t.value = ${pattern}`;
  return sql<boolean>`exists (select from recording_term p join term t on t.pk = p.term_pk
    where p.recording_pk = r.pk and t.kind = ${KINDS[kind]}::smallint and ${fits})`;
}

/** Every fourth recording is measured: see `fillTalk`. */
function talks(fits: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from recording_talk t where t.recording_pk = r.pk and ${fits})`;
}

function hasLabel(key: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from recording_label l where l.recording_pk = r.pk and l.name_key = ${key})`;
}

/** `count` recordings of the year before `nowMs` are in the catalog. */
export function searchShapes(count: number, nowMs: number): Shape[] {
  const inbound = recordingOf(count, nowMs, "Inbound");
  const caller = stripPhone(inbound.callerPhoneNumber ?? "");
  const dialed = stripPhone(inbound.dialedPhoneNumber ?? "");
  const agent = agentOf(77);
  const shapes: [string, RecordingFilter, RawBuilder<boolean>, Shape["who"]?][] = [
    ["none", {}, sql<boolean>`true`],
    [
      "none, one small access group",
      {},
      sql<boolean>`r.access_set_id in (select id from access_set where ${"/Secret\u001f*"} = any(keys) and not ${"/Sales\u001f*"} = any(keys))`,
      "narrow",
    ],
    ["caller, exact", { callerPhoneNumber: caller }, sql<boolean>`r.caller_key = ${caller}`],
    ...patterns(caller).map(([name, pattern]): (typeof shapes)[number] => [
      `caller, ${name}`,
      { callerPhoneNumber: pattern },
      like("r.caller_key", pattern.replaceAll("*", "%").replaceAll("?", "_")),
    ]),
    ["dialed, exact (a hotline)", { dialedPhoneNumber: dialed }, sql<boolean>`r.dialed_key = ${dialed}`],
    ["dialed, *0105", { dialedPhoneNumber: "*0105" }, like("r.dialed_key", "%0105")],
    [
      "either end, exact",
      { phoneNumber: caller },
      sql<boolean>`(r.caller_key = ${caller} or r.dialed_key = ${caller})`,
    ],
    [
      "either end, 4 digits inside",
      { phoneNumber: `*${caller.slice(5, 9)}*` },
      sql<boolean>`(r.caller_key like ${`%${caller.slice(5, 9)}%`} or r.dialed_key like ${`%${caller.slice(5, 9)}%`})`,
    ],
    ["call type, common", { callType: "Inbound" }, sql<boolean>`r.call_type = 'Inbound'`],
    ["call type, rare", { callType: "Conference" }, sql<boolean>`r.call_type = 'Conference'`],
    ["region", { region: "amer" }, sql<boolean>`r.region = 'amer'`],
    ["source", { source: SOURCE.id }, sql<boolean>`r.source_id = ${SOURCE.id}`],
    ["protected", { nonDelete: true }, sql<boolean>`r.non_delete`],
    ["screen recording", { screenRecording: true }, sql<boolean>`r.screen_recording`],
    ["longer than 10 min", { minDuration: 600_000 }, sql<boolean>`r.duration_ms >= 600000`],
    ["longer than 25 min", { minDuration: 1_500_000 }, sql<boolean>`r.duration_ms >= 1500000`],
    ["shorter than 20 s", { maxDuration: 20_000 }, sql<boolean>`r.duration_ms <= 20000`],
    [
      "a month, 11 months back",
      { startTime: nowMs - 340 * DAY_MS, startBefore: nowMs - 310 * DAY_MS },
      sql<boolean>`(r.start_time is not null and r.sort_time >= ${time(nowMs - 340 * DAY_MS)} and r.sort_time < ${time(nowMs - 310 * DAY_MS)})`,
    ],
    [
      "stopped half a year ago or before",
      { endTime: nowMs - SPAN_MS / 2 },
      sql<boolean>`r.stop_time <= ${time(nowMs - SPAN_MS / 2)}`,
    ],
    ["talk, silence over 30 s", { minSilence: 30_000 }, talks(sql<boolean>`t.longest_silence_ms >= 30000`)],
    [
      "talk, silence over 2 min (few)",
      { minSilence: 120_000 },
      talks(sql<boolean>`t.longest_silence_ms >= 120000`),
    ],
    [
      "talk, silence over 30 s, one small access group",
      { minSilence: 30_000 },
      sql<boolean>`r.access_set_id in (select id from access_set where ${"/Secret\u001f*"} = any(keys) and not ${"/Sales\u001f*"} = any(keys))
        and ${talks(sql<boolean>`t.longest_silence_ms >= 30000`)}`,
      "narrow",
    ],
    ["talk, cross-talk over 5 s", { minCrosstalk: 5_000 }, talks(sql<boolean>`t.crosstalk_ms >= 5000`)],
    ["talk, hold over 1 min", { minHold: 60_000 }, talks(sql<boolean>`t.longest_hold_ms >= 60000`)],
    [
      "talk, agent 20 to 60 %",
      { agentTalkShare: "0.2..0.6" },
      talks(sql<boolean>`t.agent_talk_share between 0.2 and 0.6`),
    ],
    [
      "talk, agent 1 % at most",
      { agentTalkShare: "..0.01" },
      talks(sql<boolean>`t.agent_talk_share <= 0.01`),
    ],
    ["label, common", { includeLabels: "complaint" }, hasLabel("complaint")],
    ["label, rare", { includeLabels: "legal hold" }, hasLabel("legal hold")],
    [
      "two labels",
      { includeLabels: "complaint,vip" },
      sql<boolean>`${hasLabel("complaint")} and ${hasLabel("vip")}`,
    ],
    ["label, excluded", { excludeLabels: "complaint" }, sql<boolean>`not ${hasLabel("complaint")}`],
    ["userName, exact", { userName: agent.userName }, hasTerm("user", agent.userName)],
    ["userName, *smith*", { userName: "*smith*" }, hasTerm("user", "%smith%")],
    ["userName, *example* (everybody)", { userName: "*example*" }, hasTerm("user", "%example%")],
    [
      "userData, exact, one recording",
      { userData: orderOf(Math.floor(count / 2)) },
      hasTerm("data", orderOf(Math.floor(count / 2)).toLowerCase()),
    ],
    ["userData, exact, common", { userData: "Complaint" }, hasTerm("data", "complaint")],
    ["userData, *512*", { userData: "*512*" }, hasTerm("data", "%512%")],
    ["userData, tb-* (every recording)", { userData: "tb-*" }, hasTerm("data", "tb-%")],
  ];
  return shapes.map(([name, filter, plain, who = "administrator"]) => ({ name, filter, plain, who }));
}

/** A recording of this type about a third into the catalog. */
function recordingOf(count: number, nowMs: number, callType: string) {
  for (let index = Math.floor(count / 3); ; index += 1) {
    const { recording } = recordingAt(index, count, nowMs);
    if (recording.callType === callType) return recording;
  }
}

/** All with a run of three literal characters at least (contract §9). */
function patterns(number: string): [string, string][] {
  const middle = number.slice(4, 10);
  return [
    ["area prefix", `${number.slice(0, 4)}*`],
    ["6 digits inside", `*${middle}*`],
    ["3 digits inside", `*${number.slice(6, 9)}*`],
    ["last 4", `*${number.slice(-4)}`],
    ["start and end", `${number.slice(0, 4)}*${number.slice(-4)}`],
    ["common run with gaps", `${number.slice(0, 4)}?${number.slice(5, 7)}*${number.slice(-1)}`],
  ];
}
