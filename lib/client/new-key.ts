/** 32 hex digits. `crypto.randomUUID` is missing on plain http, and a studio may be reached by that in its own network. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
