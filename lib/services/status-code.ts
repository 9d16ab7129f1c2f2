import { AppError, ERROR_STATUS } from "@/lib/domain/errors";
import { SourceError } from "@/lib/sources/source";
import { toAppError } from "./source-trouble";

/** The statusCode that this failure would have had as an answer of the API. */
export function statusCodeOf(error: unknown): number {
  if (error instanceof AppError) return ERROR_STATUS[error.code][1];
  if (error instanceof SourceError) return ERROR_STATUS[toAppError(error).code][1];
  return ERROR_STATUS.internal[1];
}
