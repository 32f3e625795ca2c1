import { LAWS } from './laws.ts';
import { tryOut } from './trial.ts';
const [, , law = '', seed = '1', runs = '1000', path] = process.argv;
const found = await tryOut({
  seed: Number(seed),
  runs: Number(runs),
  laws: LAWS.filter(({ name }) => name === law),
  ...(path !== undefined && { path }),
});
console.log(found?.path, found?.words);
