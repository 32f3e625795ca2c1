import { findListener } from './elbv2-find.ts';
import type { Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { requiredText } from './params.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html */
export const describeListenerCertificates: Operation = (world, caller, params) => {
  const { certificateArns } = findListener(world, caller, requiredText(params, 'ListenerArn'));
  const all = certificateArns.map((CertificateArn, index) => ({ CertificateArn, IsDefault: index === 0 }));
  const { items, next } = page(all, params, ELB_PAGING);
  return { Certificates: items, NextMarker: next };
};
