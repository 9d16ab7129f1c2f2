import type { Config } from "tailwindcss";

/** Every colour is a role, set for both themes in `app/globals.css`; nothing names a hue. */
const token = (name: string) => `var(--${name})`;

export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  theme: {
    extend: {
      colors: {
        canvas: token("canvas"),
        surface: token("surface"),
        raised: token("raised"),
        line: token("line"),
        "line-strong": token("line-strong"),
        ink: token("ink"),
        "ink-soft": token("ink-soft"),
        "ink-faint": token("ink-faint"),
        accent: token("accent"),
        "accent-ink": token("accent-ink"),
        "accent-soft": token("accent-soft"),
        agent: token("agent"),
        customer: token("customer"),
        mask: token("mask"),
        "mask-soft": token("mask-soft"),
        danger: token("danger"),
        "danger-soft": token("danger-soft"),
        "danger-ink": token("danger-ink"),
        good: token("good"),
        warn: token("warn"),
      },
      fontFamily: {
        sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
        mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
      },
      fontSize: {
        xs: ["11px", { lineHeight: "16px" }],
        sm: ["12px", { lineHeight: "16px" }],
        base: ["13px", { lineHeight: "20px" }],
        md: ["14px", { lineHeight: "20px" }],
        lg: ["16px", { lineHeight: "24px" }],
        xl: ["20px", { lineHeight: "28px" }],
      },
      borderRadius: { DEFAULT: "4px", md: "6px", lg: "8px" },
      transitionDuration: { DEFAULT: "120ms" },
    },
  },
} satisfies Config;
