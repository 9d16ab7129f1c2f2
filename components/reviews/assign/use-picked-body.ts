import { useQuery } from "@tanstack/react-query";
import { type AssignTarget, pickedBody } from "./target";

/** The ticked calls as the API wants them named; null until that is known, and for other targets. */
export function usePickedBody(target: AssignTarget) {
  const picked = target.kind === "picked" ? target.picked : null;
  const body = useQuery({
    queryKey: ["reviews", "picked", picked?.choice ?? null],
    queryFn: () => (picked === null ? null : pickedBody(picked)),
    enabled: picked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return { body: body.data ?? null, failure: body.error?.message ?? null };
}
