import { awsJson } from '../wire/aws-json.ts';
import { AwsError } from '../world/aws-error.ts';
import { BadParameter } from './bad-parameter.ts';
import type { Operation, Service } from './operation.ts';
import { requiredText } from './params.ts';

/** The caller's own certificates in the Region it asks. https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html */
const describeCertificate: Operation = (world, { account, region }, params) => {
  const arn = requiredText(params, 'CertificateArn');
  if (!/^arn:aws[\w-]*:acm:[\w-]*:\d+:certificate\/[\w-]+$/.test(arn)) {
    throw new BadParameter('invalid', `Value '${arn}' at 'certificateArn' failed to satisfy constraint`);
  }
  const certificate = world.certificates.get(arn);
  if (certificate === undefined || !arn.includes(`:acm:${region}:${account}:`)) {
    throw new AwsError('ResourceNotFoundException', `Could not find certificate ${arn}.`);
  }
  const { domainName, names, status, createdAt, notAfter } = certificate;
  return {
    Certificate: {
      CertificateArn: arn,
      DomainName: domainName,
      SubjectAlternativeNames: names,
      Subject: `CN=${domainName}`,
      Issuer: 'Amazon',
      Type: 'AMAZON_ISSUED',
      Status: status,
      CreatedAt: new Date(createdAt),
      NotBefore: notAfter === undefined ? undefined : new Date(createdAt),
      NotAfter: notAfter === undefined ? undefined : new Date(notAfter),
    },
  };
};

/** AWS Certificate Manager. */
export const acm: Service = {
  protocol: awsJson('CertificateManager'),
  operations: { DescribeCertificate: describeCertificate },
};
