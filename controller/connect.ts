import { type Aws, type AwsOptions, createAws } from './aws/clients.ts';

/** Makes a function that gives the clients of a Region, made once and kept for the next pass. */
export function createConnect(options: AwsOptions = {}): (region: string) => Aws {
  const clients = new Map<string, Aws>();
  return (region) => {
    const aws = clients.get(region) ?? createAws(region, options);
    clients.set(region, aws);
    return aws;
  };
}
