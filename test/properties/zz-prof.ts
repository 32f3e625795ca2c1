import { tryOut } from './trial.ts';
const n = Number(process.argv[2] ?? 100);
const t: Record<string, [number, number, number]> = {};
let last = performance.now();
await tryOut({
  seed: 1,
  runs: n,
  stops: false,
  seen: (life) => {
    const now = performance.now();
    const k = `${life.story.opening.source.kind} ${life.story.opening.source.place}`;
    const e = t[k] ?? [0, 0, 0];
    t[k] = [e[0] + 1, e[1] + now - last, e[2] + life.land.cloud.calls.length];
    last = now;
  },
});
console.log(
  Object.entries(t)
    .map(([k, [a, b, c]]) => `${k}: ${a} lives ${(b / a).toFixed(0)} ms each, ${(c / a).toFixed(0)} calls`)
    .join('\n'),
);
