"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Badge, Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Input } from "@/components/ui/field";
import { createDefinition, deleteDefinition, updateDefinition } from "@/lib/api-client/admin";
import { labelDefinitionsOptions } from "@/lib/api-client/queries";
import type { LabelDefinitionRow } from "@/lib/domain/answers";
import { ScreenHeading } from "./screen-heading";

/** The labels that recordings can carry. */
export function LabelsScreen() {
  const definitions = useQuery(labelDefinitionsOptions());
  const [edited, setEdited] = useState<LabelDefinitionRow | "new" | null>(null);
  return (
    <>
      <ScreenHeading
        title="Labels"
        actions={
          <Button tone="primary" onClick={() => setEdited("new")}>
            New label
          </Button>
        }
      >
        Words for calls. A recording system that holds labels gets one the first time it is used there; upper
        and lower case are the same.
      </ScreenHeading>
      {definitions.isPending ? <Skeleton className="h-48" /> : null}
      {definitions.isError ? (
        <Failure title="The labels can't be shown">{definitions.error.message}</Failure>
      ) : null}
      {definitions.data?.length === 0 ? (
        <Empty title="No labels yet">Make the first one, such as “complaint”.</Empty>
      ) : null}
      {definitions.data && definitions.data.length > 0 ? (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="text-ink-faint text-sm">
              <tr>
                <th className="px-3 py-2 font-medium">Name</th>
                <th className="px-3 py-2 font-medium max-sm:hidden">Shown as</th>
                <th className="px-3 py-2 font-medium max-md:hidden">Description</th>
                <th className="px-3 py-2">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {definitions.data.map((definition) => (
                <tr key={definition.id} className="border-line border-t">
                  <td className="max-w-48 truncate px-3 py-1.5">
                    <bdi>{definition.name}</bdi>{" "}
                    {definition.type === "reserved" ? <Badge>reserved</Badge> : null}
                  </td>
                  <td className="max-w-48 truncate px-3 py-1.5 text-ink-soft max-sm:hidden">
                    <bdi>{definition.displayName}</bdi>
                  </td>
                  <td className="max-w-96 truncate px-3 py-1.5 text-ink-soft max-md:hidden">
                    {definition.description}
                  </td>
                  <td className="px-3 py-1 text-right">
                    {definition.type === "custom" ? (
                      <Button
                        size="small"
                        onClick={() => setEdited(definition)}
                        aria-label={`Change ${definition.name}`}
                      >
                        Change
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {edited ? (
        <DefinitionDialog definition={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
    </>
  );
}

type DialogProps = Readonly<{ definition: LabelDefinitionRow | null; onClose: () => void }>;

function DefinitionDialog({ definition, onClose }: DialogProps) {
  const client = useQueryClient();
  const done = async () => {
    await client.invalidateQueries({ queryKey: ["label-definitions"] });
    onClose();
  };
  const save = useMutation({
    mutationFn: (input: { name: string; displayName: string; description: string }) =>
      definition ? updateDefinition(definition.id, input) : createDefinition(input),
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: (id: string) => deleteDefinition(id), onSuccess: done });
  const failure = save.error ?? remove.error;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    save.mutate({ name: text("name"), displayName: text("displayName"), description: text("description") });
  };
  return (
    <Dialog open title={definition ? `Label ${definition.name}` : "New label"} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-3">
        {definition ? null : (
          <Field label="Name" hint="No comma; it stays as it is for good">
            {(control) => <Input {...control} name="name" required maxLength={100} autoComplete="off" />}
          </Field>
        )}
        <Field label="Shown as">
          {(control) => (
            <Input
              {...control}
              name="displayName"
              defaultValue={definition?.displayName}
              required={definition !== null}
              maxLength={200}
            />
          )}
        </Field>
        <Field label="Description">
          {(control) => (
            <Input {...control} name="description" defaultValue={definition?.description} maxLength={2_000} />
          )}
        </Field>
        {failure ? <Failure title={failure.message} /> : null}
        <div className="flex justify-between gap-2">
          {definition ? (
            <Button tone="danger" disabled={remove.isPending} onClick={() => remove.mutate(definition.id)}>
              Delete
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
