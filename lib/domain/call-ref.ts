/** Where a call that is heard is known from: it is the recording itself, or what a review has of one. */
export type CallRef = Readonly<{ kind: "recording" | "review"; id: string }>;

export function isSameCall(one: CallRef | null, other: CallRef | null): boolean {
  return one !== null && other !== null && one.kind === other.kind && one.id === other.id;
}
