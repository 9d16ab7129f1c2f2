import { useQuery } from "@tanstack/react-query";
import { meOptions } from "@/lib/api-client/queries";
import type { Permission } from "@/lib/domain/permissions";

/** Whether the person may do something, as the server said; false until it has. */
export function useMay(): (permission: Permission) => boolean {
  const me = useQuery(meOptions());
  return (permission) => me.data?.permissions.includes(permission) ?? false;
}
