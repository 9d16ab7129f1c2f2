/** Answers that belong to no vendor: pages of what stands in front of a server, and bodies that break off. */

const htmlAnswer = (status: number, body: string): Response =>
  new Response(body, { status, headers: { "content-type": "text/html" } });

/** A proxy's page, not the server's own. */
export const proxyPage = (status: number, title: string): Response =>
  htmlAnswer(status, `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);

/** The page of an nginx in front of the server. */
export const nginxPage = (status: number, title: string): Response =>
  htmlAnswer(
    status,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  );

export const isJson = (response: Response): boolean =>
  response.headers.get("content-type")?.startsWith("application/json") ?? false;

const SHARE_SENT = 0.6;

/** The same answer without its end; a length that it declares is that of what is sent. */
export async function cutShort(response: Response): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  const part = whole.subarray(0, Math.floor(whole.length * SHARE_SENT));
  const headers = new Headers(response.headers);
  if (headers.has("content-length")) headers.set("content-length", String(part.length));
  return new Response(part, { status: response.status, headers });
}
