/** Puts text on the clipboard and says so; where the browser refuses, the text itself is said, so that it can be copied by hand. */
export async function copyText(
  text: string,
  done: string,
  notify: (text: string, tone?: "plain" | "danger") => void,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(done);
  } catch {
    notify(`The browser did not allow copying. The link: ${text}`, "danger");
  }
}
