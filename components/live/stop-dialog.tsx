import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { agentNames, callWords } from "./live-words";

/** Asks once more: a recording that was stopped can't be taken up again. */
export function StopDialog({
  call,
  sourceName,
  onStop,
  onClose,
}: Readonly<{ call: OutgoingLiveCall; sourceName: string; onStop: () => void; onClose: () => void }>) {
  return (
    <Dialog open title="Stop recording this call?" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="rounded bg-canvas px-2 py-1">
          <bdi>{callWords(call)}</bdi>
          {agentNames(call).length > 0 ? <bdi> · {agentNames(call).join(", ")}</bdi> : null}
        </p>
        <p>
          {sourceName} keeps what it has recorded so far. The rest of the call is not recorded, and that can't
          be undone.
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep recording</Button>
          <Button tone="primary" onClick={onStop}>
            Stop recording
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
