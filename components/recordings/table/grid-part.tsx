import type { HTMLAttributes, Ref } from "react";

type Props = HTMLAttributes<HTMLDivElement> &
  Readonly<{
    role: "grid" | "rowgroup" | "row" | "gridcell" | "columnheader";
    ref?: Ref<HTMLDivElement>;
    "data-call"?: string;
  }>;

/**
 * A part of a list. Not table elements: rows stand where the list puts them. The grid of found calls alone takes the focus
 * and the keys, and names its current row by `aria-activedescendant`, so that a row may leave the page while it is current;
 * the rows of live calls take the focus themselves.
 */
export function GridPart(props: Props) {
  return <div {...props} />;
}
