import { type NextRequest as Incoming, NextRequest } from "next/server";
import NextAuth from "next-auth";
import { AppError } from "@/lib/domain/errors";
import { readEnv } from "@/lib/env";
import { clientAddress } from "@/lib/http/client-address";
import { readLimitedText } from "@/lib/http/limited-body";
import { problemResponse, refusalOf } from "@/lib/http/problem";
import { getRuntime } from "@/lib/services/runtime";
import { nextAuthOptions, type SignInOutcome } from "./next-auth-options";
import { tooManyAttempts } from "./verify-credentials";

const MAX_FORM_BYTES = 65_536;

type PathParams = { params: Promise<{ nextauth?: string[] }> };

/** next-auth's own calls (`/api/auth/**`), with what it leaves open: bounded bodies, 429, and a 403 for a wrong form token. */
export async function handleAuth(request: Incoming, context: PathParams): Promise<Response> {
  try {
    const runtime = await getRuntime();
    const { nextauth = [] } = await context.params;
    const form = request.method === "POST" ? await readForm(request) : null;
    checkCallbackUrl(form?.get("callbackUrl") ?? request.nextUrl.searchParams.get("callbackUrl"));
    const outcome: SignInOutcome = {
      user: null,
      checked: false,
      retryAfterSeconds: null,
      badCallbackUrl: false,
    };
    const options = nextAuthOptions(runtime, clientAddress(request), outcome);
    const forwarded = form === null ? request : withForm(request, form);
    const response: Response = await NextAuth(forwarded, { params: { nextauth } }, options);
    if (outcome.retryAfterSeconds !== null) throw tooManyAttempts(outcome.retryAfterSeconds);
    // What it has no name for, it answers in words of its own.
    if (response.headers.get("content-type")?.startsWith("text/plain")) {
      throw new AppError("not_found", "There is nothing under this address.");
    }
    if (outcome.badCallbackUrl) throw new AppError("invalid_input", "The address to go on to is not valid.");
    if (form !== null && nextauth.join("/") === "callback/credentials" && !outcome.checked) {
      throw new AppError("forbidden", "The sign-in form is too old. Load it again.");
    }
    return response;
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    if (refusal.level === "error") console.error(thrown);
    return problemResponse(refusal);
  }
}

async function readForm(request: Request): Promise<URLSearchParams> {
  const text = await readLimitedText(request, MAX_FORM_BYTES);
  const type = request.headers.get("content-type") ?? "";
  if (text !== "" && !type.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    throw new AppError("unsupported_media_type", "Send this as a form.");
  }
  return new URLSearchParams(text);
}

// The body of a request can be read once, and next-auth wants to read it too.
function withForm(request: Incoming, form: URLSearchParams): Incoming {
  const headers = new Headers(request.headers);
  headers.set("content-type", "application/x-www-form-urlencoded");
  headers.delete("content-length");
  return new NextRequest(request.url, { method: "POST", headers, body: form.toString() });
}

/** next-auth answers 500 to an address that is none. */
function checkCallbackUrl(value: string | null): void {
  if (value === null) return;
  const { url } = readEnv();
  const isOurs = URL.canParse(value, url) && new URL(value, url).origin === url;
  if (!isOurs) throw new AppError("invalid_input", "The address to go on to must be one of Earmark's own.");
}
