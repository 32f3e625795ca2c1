import { type Aws, type AwsOptions, createAws } from './aws/clients.ts';
import { once } from './model/once.ts';

/** Makes a function that gives the clients of a Region, made once and kept for the next pass. */
export function createConnect(options: AwsOptions = {}): (region: string) => Aws {
  return once((region) => createAws(region, options));
}
