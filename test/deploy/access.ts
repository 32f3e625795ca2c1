/** How an SDK client reaches ministack. */
export type Access = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The account is the access key: that is how ministack tells accounts apart. */
export function accessTo(endpoint: string, account: string, region: string): Access {
  return { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'secret' } };
}

/** The same for a process: the CDK's command line, or ours. */
export function environmentOf({ endpoint, region, credentials }: Access): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CDK_DEFAULT_ACCOUNT: credentials.accessKeyId,
    CDK_DEFAULT_REGION: region,
  };
}
