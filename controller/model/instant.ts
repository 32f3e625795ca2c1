const ISO_8601_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of a full ISO 8601 time with its zone. Undefined for anything else: `12` is no time, and 04:00 is whose? */
export function parseInstant(text: string): number | undefined {
  const milliseconds = ISO_8601_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
