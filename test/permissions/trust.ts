import { z } from 'zod';

/** Who wants to assume a role: its account, the role that it runs under, and what it says besides. */
export type Assumer = { readonly account: string; readonly principalArn: string; readonly externalId?: string };

/** A statement of a trust policy: whose callers are trusted, and which of them alone. */
export type Trust = {
  readonly accounts: readonly string[];
  /** Undefined: every role of the accounts. */
  readonly principalArns: readonly string[] | undefined;
  /** Undefined: none is asked for. */
  readonly externalIds: readonly string[] | undefined;
};

const texts = z.union([z.string(), z.array(z.string()).nonempty()]).transform((value) => [value].flat());
/** An account is written as its root: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const root = /^arn:aws:iam::(\d{12}):root$/;

/** Strict, as for identity policies: what is not evaluated here is not read. */
const trustPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Effect: z.literal('Allow'),
        Action: z.literal('sts:AssumeRole'),
        Principal: z.strictObject({
          AWS: texts.refine((arns) => arns.every((arn) => root.test(arn)), {
            error: 'accounts alone are evaluated here',
          }),
        }),
        Condition: z
          .strictObject({
            // It takes wildcards, as ArnLike does.
            ArnEquals: z
              .strictObject({
                'aws:PrincipalArn': texts.refine((arns) => !/[*?$]/.test(arns.join('')), {
                  error: 'wildcards and policy variables are not evaluated here',
                }),
              })
              .optional(),
            StringEquals: z.strictObject({ 'sts:ExternalId': texts }).optional(),
          })
          .optional(),
      }),
    )
    .nonempty(),
});

/** Reads a trust policy. Throws at whatever {@link isTrusted} would not take into account. */
export function readTrust(document: unknown): readonly Trust[] {
  return trustPolicy.parse(document).Statement.map(({ Principal, Condition = {} }) => ({
    accounts: Principal.AWS.map((arn) => root.exec(arn)?.[1] ?? ''),
    principalArns: Condition.ArnEquals?.['aws:PrincipalArn'],
    externalIds: Condition.StringEquals?.['sts:ExternalId'],
  }));
}

/**
 * True if one of the statements trusts the caller. From another account, the caller’s own policy must allow it as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function isTrusted(trust: readonly Trust[], { account, principalArn, externalId }: Assumer): boolean {
  return trust.some(
    ({ accounts, principalArns, externalIds }) =>
      accounts.includes(account) &&
      (principalArns === undefined || principalArns.includes(principalArn)) &&
      (externalIds === undefined || (externalId !== undefined && externalIds.includes(externalId))),
  );
}
