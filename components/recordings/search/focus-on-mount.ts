/** For a field that opens because somebody asked for it: typing goes into it at once. Use as `ref`. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}
