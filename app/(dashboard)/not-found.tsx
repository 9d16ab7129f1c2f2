import type { Metadata } from "next";
import { NothingHere } from "@/components/ui/nothing-here";

export const metadata: Metadata = { title: "Not found" };

/** Within the frame of the signed-in screens, which has the landmarks. */
export default function DashboardNotFound() {
  return <NothingHere />;
}
