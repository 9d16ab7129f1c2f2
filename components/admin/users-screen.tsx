"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Badge, Failure, Skeleton } from "@/components/ui/feedback";
import { meOptions, usersOptions } from "@/lib/api-client/queries";
import type { UserRow } from "@/lib/domain/answers";
import { ScreenHeading } from "./screen-heading";
import { UserDialog } from "./user-dialog";

/** Who may sign in, as what, and to see what. */
export function UsersScreen() {
  const users = useQuery(usersOptions());
  const me = useQuery(meOptions());
  const [edited, setEdited] = useState<UserRow | "new" | null>(null);
  return (
    <>
      <ScreenHeading
        title="Users"
        actions={
          <Button tone="primary" onClick={() => setEdited("new")}>
            New user
          </Button>
        }
      >
        A change bites from that person's next click on. You can give at most the access groups and partitions
        that you hold.
      </ScreenHeading>
      {users.isPending ? <Skeleton className="h-48" /> : null}
      {users.isError ? <Failure title="The users can't be shown">{users.error.message}</Failure> : null}
      {users.data ? (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="text-ink-faint text-sm">
              <tr>
                <th className="px-3 py-2 font-medium">Name</th>
                <th className="px-3 py-2 font-medium max-md:hidden">E-mail</th>
                <th className="px-3 py-2 font-medium">Role</th>
                <th className="px-3 py-2 font-medium max-md:hidden">Sees</th>
                <th className="px-3 py-2">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {users.data.map((user) => (
                <tr key={user.id} className="border-line border-t">
                  <td className="max-w-48 truncate px-3 py-1.5">
                    <bdi>{user.name}</bdi> {user.disabled ? <Badge tone="danger">disabled</Badge> : null}
                  </td>
                  <td className="max-w-64 truncate px-3 py-1.5 text-ink-soft max-md:hidden">{user.email}</td>
                  <td className="px-3 py-1.5 capitalize">{user.role}</td>
                  <td className="max-w-64 truncate px-3 py-1.5 text-ink-soft max-md:hidden">
                    {user.accessGroups.join(", ") || "nothing"}
                    {user.partitions.includes("*")
                      ? ""
                      : ` · ${user.partitions.join(", ") || "no partitions"}`}
                  </td>
                  <td className="px-3 py-1 text-right">
                    {user.id === me.data?.user.id ? (
                      <span className="text-ink-faint text-sm">you</span>
                    ) : (
                      <Button size="small" onClick={() => setEdited(user)} aria-label={`Change ${user.name}`}>
                        Change
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {edited ? <UserDialog user={edited === "new" ? null : edited} onClose={() => setEdited(null)} /> : null}
    </>
  );
}
