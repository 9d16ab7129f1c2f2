import type { Metadata } from "next";
import { readSeconds } from "@/components/player/share-link";
import { ReviewScreen } from "@/components/reviews/work/review-screen";
import { requireActor } from "@/lib/auth/require-actor";

export const metadata: Metadata = { title: "Review" };

type Props = Readonly<{
  params: Promise<{ reviewId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function ReviewPage({ params, searchParams }: Props) {
  const { reviewId } = await params;
  const { m, t, to, q } = await searchParams;
  await requireActor({ permission: "review.view", from: `/reviews/${reviewId}` });
  return (
    <ReviewScreen
      reviewId={reviewId}
      asked={{
        mediaKey: typeof m === "string" ? m : null,
        atMs: readSeconds(typeof t === "string" ? t : null),
        toMs: readSeconds(typeof to === "string" ? to : null),
      }}
      askedQuestion={typeof q === "string" ? q : null}
    />
  );
}
