import { Button } from "@/components/ui/button";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";

const ROWS = Array.from({ length: 14 }, (_, row) => `${40 + ((row * 37) % 45)}%`);

/** Stands where the first calls will be; later searches keep the old ones in sight instead. */
export function RowSkeletons() {
  return (
    <div aria-hidden className="flex min-h-0 flex-1 flex-col overflow-hidden bg-surface pt-7">
      {ROWS.map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
        <div key={row} className="flex h-8 items-center gap-3 border-line border-b px-4">
          <Skeleton className="size-3.5" />
          <Skeleton className="h-3 w-10" />
          <div className="flex-1">
            <div style={{ width }}>
              <Skeleton className="h-3 w-full" />
            </div>
          </div>
          <Skeleton className="h-3 w-12" />
        </div>
      ))}
    </div>
  );
}

/** A search that failed, with what can be done; it never looks like an empty list. */
export function SearchFailure({
  error,
  hasSearch,
  onRetry,
  onClear,
}: Readonly<{ error: Error; hasSearch: boolean; onRetry: () => void; onClear: () => void }>) {
  return (
    <div className="flex-1 bg-surface p-4">
      <Failure title="The calls can't be shown">
        <p>{error.message}</p>
        <div className="mt-2 flex gap-2">
          <Button onClick={onRetry}>Try again</Button>
          {hasSearch ? <Button onClick={onClear}>Start a new search</Button> : null}
        </div>
      </Failure>
    </div>
  );
}

/** Nothing found, and what to try. */
export function NoCalls({
  hasParts,
  hasWhen,
  onClear,
  onAllTime,
}: Readonly<{ hasParts: boolean; hasWhen: boolean; onClear: () => void; onAllTime: () => void }>) {
  return (
    <div className="flex-1 bg-surface">
      {hasParts ? (
        <Empty title="No calls match">
          <p>
            Take a filter away, or let a number or name match in part: “contains” finds more than “is
            exactly”.
          </p>
          <div className="mt-3 flex justify-center gap-2">
            {hasWhen ? <Button onClick={onAllTime}>Search all time</Button> : null}
            <Button onClick={onClear}>Clear the search</Button>
          </div>
        </Empty>
      ) : (
        <Empty title="No calls yet">
          Calls appear here as the sources hand them over; how far each has come is told at the top of the
          page.
        </Empty>
      )}
    </div>
  );
}
