"use client";

import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { signOut } from "@/lib/api-client/session";
import type { MeAnswer } from "@/lib/domain/answers";
import { isZone, usePreferences } from "./preferences";

const ROLE_WORDS = {
  administrator: "Administrator",
  supervisor: "Supervisor",
  evaluator: "Evaluator",
  agent: "Agent",
} as const;

/** Who is signed in, the time zone, the theme, and the way out. */
export function PreferencesPanel({ me }: Readonly<{ me: MeAnswer | null }>) {
  const { theme, zone, ownZone, shortcuts, change } = usePreferences();
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <div className="flex flex-col gap-3">
      {me ? (
        <div>
          <p className="truncate font-medium">{me.user.name}</p>
          <p className="truncate text-ink-soft text-sm">
            {me.user.email} · {ROLE_WORDS[me.user.role]}
          </p>
        </div>
      ) : null}
      <Field
        label="Times are shown in"
        hint={zone === ownZone ? "Your browser's zone" : `Your browser's zone is ${ownZone}`}
      >
        {(control) => (
          <>
            <Input
              {...control}
              list={`${control.id}-zones`}
              key={zone}
              defaultValue={zone}
              onChange={(event) => {
                const wanted = event.target.value.trim();
                if (wanted !== "" && isZone(wanted)) change({ zone: wanted === ownZone ? null : wanted });
              }}
            />
            <datalist id={`${control.id}-zones`}>
              {["UTC", ...zones].map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Theme">
        {(control) => (
          <Select
            {...control}
            value={theme}
            onChange={(event) => {
              const wanted = event.target.value;
              change({ theme: wanted === "light" || wanted === "dark" ? wanted : "system" });
            }}
          >
            <option value="system">As the system</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </Select>
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => change({ shortcuts: event.target.checked })}
          className="size-4 accent-[var(--accent)]"
        />
        Single-key shortcuts
      </label>
      <Button onClick={() => void signOut()}>Sign out</Button>
    </div>
  );
}
