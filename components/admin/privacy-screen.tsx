"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Input } from "@/components/ui/field";
import { previewPrivacy, saveRecordingSetting } from "@/lib/api-client/admin";
import { recordingSettingsOptions } from "@/lib/api-client/queries";
import { PrivacyPreview } from "./privacy-preview";
import { ScreenHeading } from "./screen-heading";

const AGENT = "metadata.privacy.agent_fields";
const CUSTOMER = "metadata.privacy.customer_fields";

const NAMES = [
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "ani",
  "dnis",
  "phoneNumber",
  "agentId",
  "username",
  "userName",
  "firstName",
  "lastName",
] as const;

/** The two lists of masked fields, with what a supervisor would then see. */
export function PrivacyScreen() {
  const settings = useQuery(recordingSettingsOptions());
  return (
    <>
      <ScreenHeading title="Privacy">
        Fields named here are shown as ******* to supervisors and evaluators, and can't be searched by them.
        Administrators see them in clear. Lists set in a recording system itself count as well.
      </ScreenHeading>
      {settings.isPending ? <Skeleton className="h-48" /> : null}
      {settings.isError ? (
        <Failure title="The settings can't be shown">{settings.error.message}</Failure>
      ) : null}
      {settings.data ? <PrivacyForm settings={settings.data} /> : null}
    </>
  );
}

function PrivacyForm({ settings }: Readonly<{ settings: readonly { name: string; value: string }[] }>) {
  const client = useQueryClient();
  const notify = useNotify();
  const stored = (name: string) => settings.find((setting) => setting.name === name)?.value ?? "";
  const [agentFields, setAgentFields] = useState(stored(AGENT));
  const [customerFields, setCustomerFields] = useState(stored(CUSTOMER));

  const save = useMutation({
    mutationFn: async () => {
      await saveRecordingSetting(AGENT, agentFields);
      await saveRecordingSetting(CUSTOMER, customerFields);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["settings", "recording"] });
      notify("Privacy settings saved. They apply from the next request on.");
    },
  });
  const preview = useQuery({
    queryKey: ["settings", "preview", agentFields, customerFields],
    queryFn: ({ signal }) => previewPrivacy({ agentFields, customerFields }, signal),
    placeholderData: keepPreviousData,
  });
  const isChanged = agentFields !== stored(AGENT) || customerFields !== stored(CUSTOMER);

  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label="Agent fields" hint="Names with commas between them">
          {(control) => (
            <Input
              {...control}
              value={agentFields}
              onChange={(event) => setAgentFields(event.target.value)}
              spellCheck={false}
            />
          )}
        </Field>
        <FieldPicker value={agentFields} onChange={setAgentFields} label="Agent fields to add" />
        <Field
          label="Customer fields"
          hint="phoneNumber is what hides the customer in both directions. Any attached-data key can be named too."
        >
          {(control) => (
            <Input
              {...control}
              value={customerFields}
              onChange={(event) => setCustomerFields(event.target.value)}
              spellCheck={false}
            />
          )}
        </Field>
        <FieldPicker value={customerFields} onChange={setCustomerFields} label="Customer fields to add" />
        {save.isError ? <Failure title="Not saved">{save.error.message}</Failure> : null}
        <div>
          <Button type="submit" tone="primary" disabled={!isChanged || save.isPending}>
            Save
          </Button>
        </div>
      </form>
      <section aria-label="Preview" className="rounded-lg border border-line bg-surface p-4">
        <h2 className="font-semibold">As a supervisor sees the newest call</h2>
        {preview.isPending ? <Skeleton className="mt-3 h-40" /> : null}
        {preview.isError ? <Failure title="No preview">{preview.error.message}</Failure> : null}
        {preview.data ? <PrivacyPreview recording={preview.data.recording} /> : null}
      </section>
    </div>
  );
}

type PickerProps = Readonly<{ value: string; label: string; onChange: (value: string) => void }>;

/** The known names as switches beside the free text. */
function FieldPicker({ value, label, onChange }: PickerProps) {
  const chosen = value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{label}</legend>
      {NAMES.map((name) => {
        const isOn = chosen.includes(name);
        return (
          <Button
            key={name}
            size="small"
            tone={isOn ? "primary" : "plain"}
            aria-pressed={isOn}
            onClick={() =>
              onChange((isOn ? chosen.filter((other) => other !== name) : [...chosen, name]).join(", "))
            }
          >
            {name}
          </Button>
        );
      })}
    </fieldset>
  );
}
