/**
 * JSON text that API Gateway gave: it answers with a policy whose quotes are escaped once more than JSON has them. Text
 * that is JSON in neither way stays as it came.
 */
export function jsonText(text: string): string {
  if (isJson(text)) return text;
  try {
    const once: unknown = JSON.parse(`"${text}"`);
    return typeof once === 'string' && isJson(once) ? once : text;
  } catch {
    return text;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
