import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { savedName } from '../world/dns-names.ts';
import {
  type Change,
  change,
  compareRecordSets,
  recordSet,
  type RecordSet,
  type Routing,
} from '../world/record-sets.ts';
import { BadParameter } from './bad-parameter.ts';
import type { Operation } from './operation.ts';
import { flag, integer, record, records, requiredText, text } from './params.ts';
import { changeInfo, findZone, maxItems } from './route53-find.ts';

/** "up to 300 resource record sets at a time": https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
const RECORDS_PER_PAGE = 300;

export const changeResourceRecordSets: Operation = (world, caller, params) => {
  const zone = findZone(world, caller, params);
  const changes = records(record(params, 'ChangeBatch'), 'Changes').map(readChange);
  if (changes.length === 0) throw new BadParameter('missing', 'The request must contain a change');
  change(zone, changes);
  return { ChangeInfo: changeInfo(world) };
};

/** Starts at the first record set that is not before the name, type and identifier given. */
export const listResourceRecordSets: Operation = (world, caller, params) => {
  const { recordSets } = findZone(world, caller, params);
  const name = text(params, 'name');
  const type = text(params, 'type');
  const setIdentifier = text(params, 'identifier');
  if ((type !== undefined && name === undefined) || (setIdentifier !== undefined && type === undefined)) {
    throw new BadParameter('invalid', 'A type must come with a name, and an identifier with both');
  }
  const size = maxItems(params, RECORDS_PER_PAGE);
  const start = { name: savedName(name ?? ''), type: type ?? '', setIdentifier: setIdentifier ?? '' };
  const rest = recordSets.filter((each) => name === undefined || compareRecordSets(each, start) >= 0);
  const next = rest[size];
  return {
    ResourceRecordSets: rest.slice(0, size).map(render),
    IsTruncated: next !== undefined,
    NextRecordName: next?.name,
    NextRecordType: next?.type,
    NextRecordIdentifier: next?.setIdentifier,
    MaxItems: size,
  };
};

function readChange(params: Params): Change {
  const action = requiredText(params, 'Action');
  if (action !== 'CREATE' && action !== 'DELETE' && action !== 'UPSERT') {
    throw new BadParameter('invalid', `Invalid value '${action}' for Action.`);
  }
  return { action, recordSet: readRecordSet(record(params, 'ResourceRecordSet')) };
}

function readRecordSet(params: Params): RecordSet {
  const target = record(params, 'AliasTarget');
  const values = records(params, 'ResourceRecords').map((each) => requiredText(each, 'Value'));
  const ttl = integer(params, 'TTL');
  const name = requiredText(params, 'Name');
  const isAlias = text(target, 'DNSName') !== undefined;
  if (isAlias === (ttl !== undefined && values.length > 0)) {
    throw new BadParameter(
      'invalid',
      `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]] in ${name}`,
    );
  }
  const setIdentifier = text(params, 'SetIdentifier');
  return recordSet({
    name,
    type: requiredText(params, 'Type'),
    routing: readRouting(params),
    values,
    ...(setIdentifier !== undefined && { setIdentifier }),
    ...(ttl !== undefined && { ttl }),
    ...(isAlias && {
      alias: {
        name: requiredText(target, 'DNSName'),
        zoneId: requiredText(target, 'HostedZoneId'),
        evaluateTargetHealth: flag(target, 'EvaluateTargetHealth'),
      },
    }),
  });
}

function readRouting(params: Params): Routing {
  const weight = integer(params, 'Weight');
  const region = text(params, 'Region');
  const failover = text(params, 'Failover');
  return {
    ...(weight !== undefined && { Weight: weight }),
    ...(region !== undefined && { Region: region }),
    ...(failover !== undefined && { Failover: failover }),
    ...(text(params, 'MultiValueAnswer') !== undefined && { MultiValueAnswer: flag(params, 'MultiValueAnswer') }),
    ...place(params, 'GeoLocation'),
    ...place(params, 'GeoProximityLocation'),
    ...place(params, 'CidrRoutingConfig'),
  };
}

function place(params: Params, name: 'GeoLocation' | 'GeoProximityLocation' | 'CidrRoutingConfig'): Routing {
  const place = record(params, name);
  return Object.keys(place).length === 0 ? {} : { [name]: place };
}

function render({ name, type, setIdentifier, routing, ttl, values, alias }: RecordSet): XmlRecord {
  return {
    Name: name,
    Type: type,
    SetIdentifier: setIdentifier,
    ...routing,
    ...(alias === undefined
      ? { TTL: ttl, ResourceRecords: values.map((value) => ({ Value: value })) }
      : {
          AliasTarget: {
            HostedZoneId: alias.zoneId,
            DNSName: alias.name,
            EvaluateTargetHealth: alias.evaluateTargetHealth,
          },
        }),
  };
}
