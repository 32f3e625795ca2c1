import { type Aws, type AwsOptions, createAws } from './aws/clients.ts';

/** Makes a function that gives the clients of a Region, made once and kept for the next pass. */
export function createConnect(options: AwsOptions = {}): (region: string) => Aws {
  return perRegion((region) => createAws(region, options));
}

/** Makes what a Region needs once, at the first time it is asked for. */
export function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return (region) => {
    const known = made.get(region);
    if (known !== undefined) return known;
    const fresh = make(region);
    made.set(region, fresh);
    return fresh;
  };
}
