import { describe, expect, it } from 'vitest';
import { isZonal, regionalEntry } from '../../../controller/checks/dns/regional-entry.ts';
import { ENDPOINT, ENDPOINT_DNS } from './situation.ts';

const at = (name: string): { readonly name: string; readonly zoneId: string } => ({ name, zoneId: 'Z1' });

const regional = at(ENDPOINT_DNS);
const zonal = at(`${ENDPOINT}-abcd1234-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com`);
const localZone = at(`${ENDPOINT}-abcd1234-us-west-2-lax-1a.execute-api.us-west-2.vpce.amazonaws.com`);
const china = at(`${ENDPOINT}-abcd1234.execute-api.cn-north-1.vpce.amazonaws.com.cn`);
const endpointService = at(`${ENDPOINT}-abcd1234.vpce-svc-0000000000000000f.eu-west-1.vpce.amazonaws.com`);
const privateName = at('execute-api.eu-west-1.amazonaws.com');
const privateWildcard = at('*.execute-api.eu-west-1.amazonaws.com');

describe('the regional entry of an endpoint', () => {
  it.each([
    ['first, as AWS lists it', [regional, zonal, privateName], regional],
    ['last', [privateWildcard, localZone, zonal, regional], regional],
    ['in China', [china], china],
    ['of an endpoint service', [endpointService], endpointService],
    ['nowhere among zonal and private names', [zonal, localZone, privateName, privateWildcard], undefined],
    ['nowhere', [], undefined],
  ])('is found %s', (_, entries, expected) => {
    expect(regionalEntry(entries)).toBe(expected);
  });

  it.each([
    [zonal, true],
    [localZone, true],
    [regional, false],
    [china, false],
    [privateName, false],
    [privateWildcard, false],
  ])('is told from a zonal one: $name', (entry, expected) => {
    expect(isZonal(entry)).toBe(expected);
  });
});
