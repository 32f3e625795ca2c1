/** Text of AWS's on one line: a table cannot hold control characters, and a log of them is no line. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ');
}
