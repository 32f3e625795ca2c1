import { describe, expect, it } from 'vitest';
import type * as ec2 from '../../controller/aws/ec2.ts';
import { toEndpoint } from '../../controller/observe/network.ts';

const rawEndpoint: ec2.VpcEndpoint = {
  VpcEndpointId: 'vpce-1',
  VpcEndpointType: 'Interface',
  OwnerId: '123456789012',
  VpcId: 'vpc-1',
  State: 'Available',
};

describe('an endpoint’s state', () => {
  it.each(['Available', 'available', 'AVAILABLE'])('%s is available, however AWS writes it', (written) => {
    // The SDK types the first spelling; the wire carries the second.
    const raw: ec2.VpcEndpoint = { ...rawEndpoint, ...JSON.parse(`{ "State": "${written}" }`) };
    expect(toEndpoint(raw).state).toBe('available');
  });
});
