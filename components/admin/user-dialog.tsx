"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, Input, Select } from "@/components/ui/field";
import { createUser, type UserInput, updateUser } from "@/lib/api-client/admin";
import type { UserRow } from "@/lib/domain/answers";
import { ROLES } from "@/lib/domain/permissions";

type UserDialogProps = Readonly<{ user: UserRow | null; onClose: () => void }>;

/** Makes or changes one user. */
export function UserDialog({ user, onClose }: UserDialogProps) {
  const client = useQueryClient();
  const done = async () => {
    await client.invalidateQueries({ queryKey: ["users"] });
    onClose();
  };
  const save = useMutation({
    mutationFn: ({ email, password, ...input }: ReturnType<typeof readForm>) =>
      user
        ? updateUser(user.id, { ...input, ...(password === "" ? {} : { password }) })
        : createUser({ ...input, email, password }),
    onSuccess: done,
  });
  const toggle = useMutation({
    mutationFn: (target: UserRow) => updateUser(target.id, { disabled: !target.disabled }),
    onSuccess: done,
  });
  const failure = save.error ?? toggle.error;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(readForm(event.currentTarget));
  };

  return (
    <Dialog open title={user ? user.name : "New user"} onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-3">
        {user ? null : (
          <Field label="E-mail">
            {(control) => <Input {...control} name="email" type="email" required autoComplete="off" />}
          </Field>
        )}
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              name="name"
              required
              maxLength={200}
              defaultValue={user?.name}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="Role">
          {(control) => (
            <Select {...control} name="role" defaultValue={user?.role ?? "supervisor"}>
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Access groups" hint="Paths with commas between them; / sees all">
          {(control) => (
            <Input {...control} name="accessGroups" defaultValue={(user?.accessGroups ?? ["/"]).join(", ")} />
          )}
        </Field>
        <Field label="Partitions" hint="Names with commas between them; * is all">
          {(control) => (
            <Input {...control} name="partitions" defaultValue={(user?.partitions ?? ["*"]).join(", ")} />
          )}
        </Field>
        <Field
          label="Agent accounts"
          hint="Which agent this person is, as source=key, with commas between them"
        >
          {(control) => (
            <Input
              {...control}
              name="agents"
              defaultValue={user?.agents.map((link) => `${link.source}=${link.key}`).join(", ")}
              autoComplete="off"
            />
          )}
        </Field>
        {user?.signIn === "oidc" ? null : (
          <Field
            label={user ? "New password" : "Password"}
            hint={user ? "Empty = as it is" : "At least 10 characters"}
          >
            {(control) => (
              <Input
                {...control}
                name="password"
                type="password"
                minLength={10}
                required={!user}
                autoComplete="new-password"
              />
            )}
          </Field>
        )}
        {failure ? <Failure title={failure.message} /> : null}
        <div className="flex justify-between gap-2">
          {user ? (
            <Button
              tone={user.disabled ? "plain" : "danger"}
              disabled={toggle.isPending}
              onClick={() => toggle.mutate(user)}
            >
              {user.disabled ? "Enable" : "Disable"}
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

function readForm(form: HTMLFormElement): UserInput & Readonly<{ email: string; password: string }> {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "").trim();
  const list = (name: string) =>
    text(name)
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  return {
    email: text("email"),
    password: String(fields.get("password") ?? ""),
    name: text("name"),
    role: text("role"),
    accessGroups: list("accessGroups"),
    partitions: list("partitions"),
    agents: list("agents").flatMap((pair) => {
      const [source, ...key] = pair.split("=");
      return source && key.length > 0 ? [{ source: source.trim(), key: key.join("=").trim() }] : [];
    }),
  };
}
