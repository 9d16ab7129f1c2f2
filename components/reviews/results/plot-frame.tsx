import { type ReactNode, useId } from "react";

type Props = Readonly<{
  title: string;
  /** The plot, for the eye and the pointer. */
  children: ReactNode;
  columns: readonly string[];
  /** The same figures; the first of each row names it. */
  rows: readonly (readonly string[])[];
  note?: ReactNode;
}>;

/** A plot with its heading, and the same figures as a table for whoever prefers to read them. */
export function PlotFrame({ title, children, columns, rows, note }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <h2 id={id} className="font-semibold text-md">
        {title}
      </h2>
      {children}
      {note}
      <details className="text-sm">
        <summary className="w-fit rounded text-ink-soft">As a table</summary>
        <div className="mt-1 max-h-64 overflow-auto">
          <table className="w-full text-left">
            <caption className="sr-only">{title}</caption>
            <thead className="text-ink-faint">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" className="py-0.5 pr-3 font-medium">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...values]) => (
                <tr key={name} className="border-line border-t">
                  <th scope="row" className="py-0.5 pr-3 font-normal">
                    {name}
                  </th>
                  {values.map((value, index) => (
                    <td key={columns[index + 1]} className="py-0.5 pr-3">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
