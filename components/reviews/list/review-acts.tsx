"use client";

import { MoreHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { MANAGER_ACTS, type ManagerAct, managerActsOf } from "./manager-acts";

const ActDialog = dynamic(() => import("./act-dialog").then((module) => module.ActDialog), { ssr: false });

/** What may be done with one review of the list, behind one button. */
export function ReviewActs({ review, about }: Readonly<{ review: OutgoingReviewRow; about: string }>) {
  const [act, setAct] = useState<ManagerAct | null>(null);
  const acts = managerActsOf(review);
  if (acts.length === 0) return null;
  return (
    <>
      <Popover
        align="end"
        button={{ tone: "quiet", size: "icon", "aria-label": `Act on the review: ${about}` }}
        label={<MoreHorizontal aria-hidden className="size-4" />}
        className="min-w-36! p-1!"
      >
        {(close) => (
          <div className="flex flex-col">
            {acts.map((one) => (
              <Button
                key={one}
                tone="quiet"
                className="justify-start"
                onClick={() => {
                  close();
                  setAct(one);
                }}
              >
                {MANAGER_ACTS[one].menu}
              </Button>
            ))}
          </div>
        )}
      </Popover>
      {act ? <ActDialog reviewId={review.id} about={about} act={act} onClose={() => setAct(null)} /> : null}
    </>
  );
}
