import { expect, test } from "vitest";
import { startPostgres } from "./postgres-server";

test("tests never touch a database on another machine", async () => {
  for (const host of ["db.example.test", "10.0.0.5", "127.0.0.1.example.test"]) {
    await expect(startPostgres(`postgres://u:p@${host}/x`)).rejects.toThrow("on this machine only");
  }
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
    expect((await startPostgres(`postgres://u@${host}:5432/x`)).url).toContain(host);
  }
});
