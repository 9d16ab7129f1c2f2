import dynamic from "next/dynamic";

/** The forms of a search's parts, fetched when the first one opens. */
export const FilterEditor = dynamic(() => import("./editors").then((module) => module.FilterEditor), {
  ssr: false,
  loading: () => <div className="h-40 w-64" />,
});

/** The list of what can be asked for, fetched likewise. */
export const AddFilterPanel = dynamic(
  () => import("./add-filter-panel").then((module) => module.AddFilterPanel),
  {
    ssr: false,
    loading: () => <div className="h-80 w-60" />,
  },
);
