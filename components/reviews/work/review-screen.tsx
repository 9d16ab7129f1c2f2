"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { ApiError } from "@/lib/api-client/fetch-json";
import { meOptions } from "@/lib/api-client/queries";
import { reviewOptions } from "@/lib/api-client/reviews";
import { type AskedPlace, ReviewDesk } from "./review-desk";

type ReviewScreenProps = Readonly<{ reviewId: string; asked: AskedPlace; askedQuestion: string | null }>;

/** One review on a page of its own. */
export function ReviewScreen({ reviewId, asked, askedQuestion }: ReviewScreenProps) {
  const review = useQuery(reviewOptions(reviewId));
  const me = useQuery(meOptions());
  if (review.data && me.data) {
    return (
      <ReviewDesk
        key={reviewId}
        review={review.data}
        userId={me.data.user.id}
        asked={asked}
        askedQuestion={askedQuestion}
      />
    );
  }
  const error = review.error ?? me.error;
  if (!error) return <DeskSkeleton />;
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        <h1 className="sr-only">No such review</h1>
        <Empty title="There is no such review">
          <p>It was taken back, or it was given to somebody else.</p>
          <Link href="/reviews" className="text-accent underline">
            To the queue
          </Link>
        </Empty>
      </>
    );
  }
  return (
    <div className="p-4">
      <h1 className="sr-only">Review</h1>
      <Failure title="This review can't be opened">
        <p>{error.message}</p>
        <Button className="mt-2" onClick={() => void review.refetch()}>
          Try again
        </Button>
      </Failure>
    </div>
  );
}

function DeskSkeleton() {
  return (
    <div className="mx-auto grid w-full max-w-7xl gap-6 px-3 py-4 sm:px-6 lg:grid-cols-[320px_minmax(0,1fr)]">
      <h1 className="sr-only">Review</h1>
      <Skeleton className="h-48" />
      <Skeleton className="h-96" />
    </div>
  );
}
