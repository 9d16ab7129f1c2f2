import { Empty } from "@/components/ui/feedback";

/** For people who may open the calls they were on, but not search: they come by links. */
export function NoSearchNotice() {
  return (
    <Empty title="Your account can't search recordings">
      Calls you were on can be opened by their link. Ask your supervisor for it.
    </Empty>
  );
}
