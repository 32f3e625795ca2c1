import { describe, expect, it } from 'vitest';
import { privCollateral } from '../../../controller/checks/dns/private-collateral.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { Collateral, PrivateHalf } from '../../../controller/model/audit-dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  failed,
  HOST,
  nameWith,
  PRIVATE_ZONE,
  PUBLIC_ZONE,
  privateHalf,
  publicHalf,
  REGION,
  situation,
  valueOf,
  VPC,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

const hosted = valueOf(privateHalf().zone);
const wideZone = read({ ...hosted, name: 'example.com' });

function withHalf(half: Partial<PrivateHalf>): EndpointAudit {
  return situation({ names: [nameWith({ privateHalf: privateHalf({ zone: wideZone, ...half }) })] });
}

function wide(over: Partial<Collateral> = {}): EndpointAudit {
  const collateral: Collateral = {
    publicZone: { id: PUBLIC_ZONE, name: 'example.com' },
    publicNames: [HOST],
    privateNames: [HOST],
    complete: true,
    ...over,
  };
  return withHalf({ collateral: read(collateral) });
}

function withoutPublicZone(base: EndpointAudit): EndpointAudit {
  const collateral = read<Collateral>({ publicNames: [], privateNames: [HOST], complete: true });
  return {
    ...base,
    names: base.names.map((name) => ({ ...name, privateHalf: privateHalf({ zone: wideZone, collateral }) })),
  };
}

const otherPublic = publicHalf({ zone: read({ ...valueOf(publicHalf().zone), name: 'api.example.com' }) });

describe('PRIV_COLLATERAL', () => {
  it.each<[string, EndpointAudit, string]>([
    ['named as the host', situation(), 'ok'],
    ['with every public name', wide(), 'ok'],
    ['with more names than the public one', wide({ privateNames: [HOST, 'db.example.com'] }), 'ok'],
    [
      'with two public names',
      wide({ publicNames: [HOST, 'www.example.com'], privateNames: [HOST, 'www.example.com'] }),
      'ok',
    ],
    ['without a public name', wide({ publicNames: [HOST, 'www.example.com'] }), 'warn'],
    [
      'without a name that a certificate is validated by',
      wide({ publicNames: ['_acme-challenge.example.com'] }),
      'warn',
    ],
    ['with a wildcard for it', wide({ publicNames: ['www.example.com'], privateNames: ['*.example.com'] }), 'ok'],
    [
      'with a wildcard two labels above it',
      wide({ publicNames: ['a.b.example.com'], privateNames: ['*.example.com'] }),
      'ok',
    ],
    [
      'with a wildcard beside it',
      wide({ publicNames: ['www.example.com'], privateNames: ['*.b.example.com'] }),
      'warn',
    ],
    [
      'with the wildcard of the public one',
      wide({ publicNames: ['*.example.com'], privateNames: ['*.example.com'] }),
      'ok',
    ],
    ['without the wildcard of the public one', wide({ publicNames: ['*.example.com'] }), 'warn'],
    ['without the name itself, of which PRIV_RECORD_MISSING speaks', wide({ privateNames: [] }), 'ok'],
    ['of which too much is there to read', wide({ complete: false }), 'unknown'],
    ['without a public name among those read', wide({ publicNames: ['www.example.com'], complete: false }), 'warn'],
    ['that is unread', situation({ names: [nameWith({ privateHalf: privateHalf({ zone: failed() }) })] }), 'unknown'],
    ['whose names are unread', withHalf({ collateral: failed() }), 'unknown'],
    ['beside a public one of another account', withoutPublicZone(situation()), 'unknown'],
    [
      'beside no public one of its name',
      withoutPublicZone(situation({ names: [nameWith({ publicHalf: otherPublic })] })),
      'ok',
    ],
  ])('judges a private zone %s', (_, given, expected) => {
    expect(verdicts(privCollateral(given))).toEqual([expected]);
  });

  it('lists ten hidden names, each once and sorted, and counts the rest', () => {
    const names = Array.from({ length: 12 }, (_, at) => `n${String(at).padStart(2, '0')}.example.com`);
    const text = said(privCollateral(wide({ publicNames: [...names, ...names].toReversed() })));
    expect(text).toContain(`${names.slice(0, 10).join(', ')} and 2 more`);
    expect(text).not.toContain('n10.example.com');
    expect(said(privCollateral(wide({ publicNames: names.slice(0, 10) })))).not.toContain('more');
  });

  it('says that it cannot be told from here, so that it is no alarm for ever', () => {
    expect(privCollateral(wide({ complete: false }))).toMatchObject([{ outOfReach: true }]);
  });

  it('makes a private zone of the host’s name, in a VPC even where none is known', () => {
    const hiding = wide({ publicNames: ['www.example.com'] });
    expect(said(privCollateral(hiding))).toContain(
      `aws route53 create-hosted-zone --name ${HOST} --caller-reference ${HOST}-in-${VPC} --vpc VPCRegion=${REGION},VPCId=${VPC} --hosted-zone-config '{"PrivateZone":true}'`,
    );
    expect(said(privCollateral({ ...hiding, clientVpcs: [] }))).toContain(`--vpc 'VPCRegion=${REGION},VPCId=<vpc-id>'`);
    expect(said(privCollateral(hiding))).toContain(PRIVATE_ZONE);
  });
});
