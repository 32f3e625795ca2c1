import type { Aws } from '../aws/clients.ts';
import { attempt } from '../aws/failure.ts';
import type { Reading } from '../model/reading.ts';

/** The clients that see the group, and those that see its source: the same ones where both are seen alike. */
export type Eyes<Clients extends Aws = Aws> = { readonly aws: Clients; readonly sourceAws: Reading<Clients> };

/** True where what is the source's is seen as what is the group's. */
export function seesAlike({ aws, sourceAws }: Eyes): boolean {
  return sourceAws.kind === 'read' && sourceAws.value === aws;
}

/** Reads with the eyes of a source. Where they could not be had, nothing is asked, and that is the problem. */
export async function attemptWith<Clients extends Aws, T>(
  eyes: Reading<Clients>,
  call: (aws: Clients) => Promise<T>,
): Promise<Reading<T>> {
  return eyes.kind === 'read' ? attempt(() => call(eyes.value)) : eyes;
}
