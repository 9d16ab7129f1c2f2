import { AppError } from "@/lib/domain/errors";
import type { SourceError } from "@/lib/sources/source";

/** A vendor's trouble as a refusal of ours, in words for the person who asked; nothing of the vendor's text. */
export function toAppError(error: SourceError): AppError {
  const options = {
    cause: error,
    ...(error.retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1_000) }),
  };
  if (error.unclear) {
    return new AppError(
      "internal",
      "The recording system's answer is not clear. What is left is still shown; trying again is safe.",
      options,
    );
  }
  switch (error.kind) {
    case "unreachable":
      return new AppError("source_unavailable", "The recording system can't be reached right now.", options);
    case "readOnly":
      return new AppError(
        "source_unavailable",
        "The recording system is in read-only mode. Nothing was changed.",
        options,
      );
    case "rateLimited":
      return new AppError(
        "source_unavailable",
        "The recording system takes no more requests right now. Try again shortly.",
        options,
      );
    case "refused":
      return new AppError("source_refused", "The recording system refuses Earmark's account.", options);
    case "forbidden":
      return new AppError("forbidden", "The recording system forbids this.", options);
    case "notFound":
      return new AppError("not_found", "The recording system has no such recording.", options);
    case "conflict":
      return new AppError(
        "cannot_update",
        "The recording system says that this clashes with what is there.",
        options,
      );
    case "unsupported":
      return new AppError("cannot_update", "The recording system has no such function.", options);
    case "invalid":
      return new AppError("source_refused", "The recording system did not accept the request.", options);
    case "internal":
      return new AppError(
        "internal",
        "The recording system failed. What is left is still shown; trying again is safe.",
        options,
      );
  }
}
