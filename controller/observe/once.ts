/** Makes a read that happens once for each id: whoever asks again shares the answer, be it a failure. */
export function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (id) => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = read(id);
    answers.set(id, answer);
    return answer;
  };
}
