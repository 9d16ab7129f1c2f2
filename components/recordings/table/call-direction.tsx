import { ArrowDownLeft, ArrowLeftRight, ArrowUpRight, CircleHelp, Users } from "lucide-react";
import { callTypeWords } from "@/components/format/words";

const ICONS = {
  Inbound: ArrowDownLeft,
  Outbound: ArrowUpRight,
  Internal: ArrowLeftRight,
  Consult: Users,
} as const;

function isKnown(callType: string): callType is keyof typeof ICONS {
  return Object.hasOwn(ICONS, callType);
}

/** Which way a call went, as an arrow with a name. */
export function CallDirection({ callType }: Readonly<{ callType: string | undefined }>) {
  const Icon = callType !== undefined && isKnown(callType) ? ICONS[callType] : CircleHelp;
  const words = callTypeWords(callType);
  return (
    <span title={words} className="inline-flex text-ink-soft">
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
