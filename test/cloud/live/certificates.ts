import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate and its private key, both PEM. */
export type Identity = { readonly cert: string; readonly key: string };

/** For whom a certificate is, and until when. Default: for a year. */
export type Wanted = { readonly names: readonly string[]; readonly notAfter?: Date };

/** An authority of a test. `ca` is its own certificate in PEM: what a client has to trust. */
export type Authority = { readonly ca: string; readonly issue: (wanted: Wanted) => Promise<Identity> };

const DAY_MS = 86_400_000;
/** Keys that are made in a millisecond. */
const FAST = { keyType: 'ec', algorithm: 'sha256' } as const;

export async function createAuthority(): Promise<Authority> {
  // Two authorities of one name would be taken for each other.
  const name = `Test Authority ${randomUUID()}`;
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    ...FAST,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { ca: cert, issue: (wanted) => make(wanted, { cert, key }) };
}

/** A certificate that only vouches for itself. */
export function selfSigned(wanted: Wanted): Promise<Identity> {
  return make(wanted);
}

async function make({ names, notAfter }: Wanted, ca?: Identity): Promise<Identity> {
  const until = notAfter ?? new Date(Date.now() + 365 * DAY_MS);
  const { cert, private: key } = await generate([{ name: 'commonName', value: names[0] ?? 'nobody' }], {
    ...FAST,
    // One that has expired was valid once.
    notBeforeDate: new Date(Math.min(Date.now(), until.getTime()) - DAY_MS),
    notAfterDate: until,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
    ...(ca !== undefined && { ca }),
  });
  return { cert, key };
}
