import { awsJson } from '../wire/aws-json.ts';
import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import type { World } from '../world/state.ts';
import { BadParameter } from './bad-parameter.ts';
import type { Caller, Operation, Service } from './operation.ts';
import { records, text } from './params.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;

/** Takes what it can of the entries, in order, and says of each other what is wrong with it. */
const putEvents: Operation = (world, caller, params) => {
  const entries = records(params, 'Entries');
  if (entries.length === 0 || entries.length > MAX_ENTRIES) {
    const bound = entries.length === 0 ? `greater than or equal to 1` : `less than or equal to ${MAX_ENTRIES}`;
    throw new BadParameter(
      'invalid',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const results = entries.map((entry) => put(world, caller, entry));
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
};

/** Amazon EventBridge: events on the default bus. */
export const events: Service = { protocol: awsJson('AWSEvents'), operations: { PutEvents: putEvents } };

function put(world: World, { account, region }: Caller, entry: Params): XmlRecord {
  const source = text(entry, 'Source');
  const detailType = text(entry, 'DetailType');
  const detail = text(entry, 'Detail');
  if (source === undefined)
    return rejected('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (detailType === undefined)
    return rejected('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (detail === undefined)
    return rejected('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  const parsed = parse(detail);
  if (parsed === undefined) return rejected('MalformedDetail', 'Detail is malformed.');
  const event = { region, account, at: new Date(world.now), source, detailType, detail: parsed };
  if (world.rejectsEvent(event))
    return rejected('InternalFailure', 'The request processing has failed because of an unknown error.');
  world.events.push(event);
  return { EventId: world.ids.requestId() };
}

/** A detail is an object in JSON. */
function parse(detail: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function rejected(ErrorCode: string, ErrorMessage: string): XmlRecord {
  return { ErrorCode, ErrorMessage };
}
