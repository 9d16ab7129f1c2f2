const MAX_NAME = 100;
/** Six digits in a row may be somebody's number; file names travel further than rights do. */
const NUMBERS = /\p{Nd}{6,}/gu;
/** Controls, marks that turn the reading direction, lone halves of characters, what no file system takes. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}"*/:<>?\\|]/gu;

/** A `Content-Disposition` value after RFC 6266 and RFC 8187 that saves under `name`, made safe, without any number. */
export function attachment(name: string): string {
  const cleaned = name
    .normalize("NFC")
    .replace(NUMBERS, "")
    .replace(UNSAFE, "_")
    .replace(/^[.\s]+/, "")
    .trim();
  const safe = shorten(cleaned) || "recording";
  const ascii = safe.replace(/[^\x20-\x7e]|%/g, "_");
  const plain = `attachment; filename="${ascii}"`;
  return ascii === safe ? plain : `${plain}; filename*=UTF-8''${encode(safe)}`;
}

function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_NAME) return name;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return characters.slice(0, MAX_NAME - extension.length).join("") + extension;
}

function encode(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
