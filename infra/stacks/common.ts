import { RemovalPolicy, type Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { LogSettings } from '../constructs/controller-function.ts';
import type { Hostname } from '../constructs/hostname.ts';
import type { AlbDeployment, Deployment } from '../settings.ts';

type Any = Deployment | AlbDeployment;

/** Where a stack goes, what it is called, and whether it can be deleted. */
export function stackProps({ env, tags, protect, stackName }: Any, description: string): StackProps {
  return { ...(env !== undefined && { env }), stackName, tags, terminationProtection: protect, description };
}

/** How long the logs of a stack are kept: with the protection they outlive it. */
export function logSettings({ logRetentionDays, protect }: Any): LogSettings {
  return { retention: logRetentionDays, removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY };
}

/** Every role of the stack stays within the policy that the settings name. */
export function applyBoundary(stack: Stack, { permissionsBoundaryArn }: Any): void {
  if (permissionsBoundaryArn === undefined) return;
  const boundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', permissionsBoundaryArn);
  PermissionsBoundary.of(stack).apply(boundary);
}

/** A hostname as a binding has it: its name, and where its two records are. */
export function splitHorizon(
  name: string,
  hostname: Hostname | undefined,
): { name: string; publicZoneId?: string; privateZoneId?: string } {
  const { publicZone, privateZone } = hostname ?? {};
  return {
    name,
    ...(publicZone !== undefined && { publicZoneId: publicZone.hostedZoneId }),
    ...(privateZone !== undefined && { privateZoneId: privateZone.hostedZoneId }),
  };
}
