import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type AssignmentRequest,
  type AssignPreview,
  previewAssignment,
  reviewKeys,
} from "@/lib/api-client/reviews";

export type PreviewState = Readonly<{
  data: AssignPreview | undefined;
  /** True while `data` answers the form as it stood before. */
  isOld: boolean;
  error: Error | null;
}>;

const NOTHING_ASKED = [...reviewKeys.all, "preview", null] as const;

/** What the form as it stands would assign: asked anew with every change, for nothing while it is not complete. */
export function useAssignPreview(request: AssignmentRequest | null): PreviewState {
  const preview = useQuery({
    queryKey: request === null ? NOTHING_ASKED : [...reviewKeys.all, "preview", request],
    queryFn: ({ signal }) => (request === null ? null : previewAssignment(request, signal)),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return {
    data: request === null ? undefined : (preview.data ?? undefined),
    isOld: preview.isPlaceholderData,
    error: request === null ? null : preview.error,
  };
}
