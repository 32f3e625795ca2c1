import { z } from 'zod';

const resource = z.looseObject({ Type: z.string(), DependsOn: z.union([z.string(), z.array(z.string())]).optional() });

/** A CloudFormation template, as far as stripping looks into it. */
const template = z.looseObject({ Resources: z.record(z.string(), resource) });

/** What is taken out of a synthesized template because ministack cannot make it. */
export type Cut = { readonly what: string; readonly why: string; readonly type: RegExp };

const CUTS: readonly Cut[] = [
  {
    what: 'AWS::EC2::EIP',
    why: 'an unsupported resource type; whatever refers to one gets a text that says so',
    type: /^AWS::EC2::EIP$/,
  },
  {
    what: 'AWS::EC2::SecurityGroupIngress and -Egress',
    why: 'unsupported resource types; rules that stand in a security group stay',
    type: /^AWS::EC2::SecurityGroup(In|E)gress$/,
  },
  {
    what: 'AWS::CloudWatch::CompositeAlarm',
    why: 'an unsupported resource type; the alarms that it joins stay',
    type: /^AWS::CloudWatch::CompositeAlarm$/,
  },
];

export type Stripped = {
  /** The template without what is cut, as JSON. */
  readonly json: string;
  /** The logical ids of what is cut, by the cut. */
  readonly gone: ReadonlyMap<Cut, readonly string[]>;
};

/** Cuts resources out of a template, with the dependencies on them; a reference to one becomes a text. */
export function strip(json: string, cuts: readonly Cut[] = CUTS): Stripped {
  const parsed = template.parse(JSON.parse(json));
  const resources = Object.entries(parsed.Resources);
  const gone = new Map(
    cuts.map((cut) => [cut, resources.filter(([, { Type }]) => cut.type.test(Type)).map(([id]) => id)]),
  );
  const ids = new Set([...gone.values()].flat());
  const kept = resources
    .filter(([id]) => !ids.has(id))
    .map(([id, { DependsOn = [], ...rest }]) => {
      const dependencies = [DependsOn].flat().filter((each) => !ids.has(each));
      return [id, { ...rest, ...(dependencies.length > 0 && { DependsOn: dependencies }) }] as const;
    });
  const rest = { ...parsed, Resources: Object.fromEntries(kept) };
  return { json: JSON.stringify(rest, (_key, value: unknown) => standIn(value, ids)), gone };
}

function standIn(value: unknown, gone: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value && typeof value.Ref === 'string' && gone.has(value.Ref)) return `no-${value.Ref}`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) {
    const [id, attribute] = value['Fn::GetAtt'].map(String);
    if (id !== undefined && gone.has(id)) return `no-${id}-${attribute}`;
  }
  return value;
}
