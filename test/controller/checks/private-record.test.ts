import { describe, expect, it } from 'vitest';
import { privRecordMissing } from '../../../controller/checks/dns/private-record.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { PrivateHalf } from '../../../controller/model/audit-dns.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  ENDPOINT,
  ENDPOINT_DNS,
  failed,
  nameWith,
  PRIVATE_ZONE,
  privateHalf,
  situation,
  toEndpoint,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

function withHalf(half: Partial<PrivateHalf>, over: Partial<EndpointAudit> = {}): EndpointAudit {
  return situation({ names: [nameWith({ privateHalf: privateHalf(half) })], ...over });
}

describe('PRIV_RECORD_MISSING', () => {
  it.each<[string, readonly RecordSet[], string]>([
    ['an alias', [toEndpoint], 'ok'],
    ['a literal A record', [valueRecord('A', ['10.0.1.17'])], 'ok'],
    ['a CNAME', [valueRecord('CNAME', [ENDPOINT_DNS])], 'ok'],
    ['nothing', [], 'crit'],
    ['an AAAA record alone', [{ ...toEndpoint, type: 'AAAA' }], 'crit'],
  ])('takes %s at the name for what it is', (_, records, expected) => {
    expect(verdicts(privRecordMissing(withHalf({ records: read(records) })))).toEqual([expected]);
  });

  it('names the wildcard that answers in the place of the record', () => {
    const wildcard = { ...toEndpoint, name: '*.example.com' };
    const results = privRecordMissing(withHalf({ records: read([]), wildcards: read([wildcard]) }));
    expect(verdicts(results)).toEqual(['crit']);
    expect(said(results)).toContain('*.example.com');
  });

  it('mends it by an alias to the endpoint, or says where to read what to alias', () => {
    const text = said(privRecordMissing(withHalf({ records: read([]) })));
    expect(text).toContain(`--hosted-zone-id ${PRIVATE_ZONE}`);
    expect(text).toContain(`"DNSName":"${ENDPOINT_DNS}"`);
    const unread = said(privRecordMissing(withHalf({ records: read([]) }, { source: failed() })));
    expect(unread).toContain(`aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT} --region eu-west-1`);
  });

  it('is unknown if the records could not be read', () => {
    expect(verdicts(privRecordMissing(withHalf({ records: failed() })))).toEqual(['unknown']);
  });
});
