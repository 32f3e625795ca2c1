/** Of a target group its value may be `use_load_balancer_configuration`: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** What attributes say of cross-zone by themselves; undefined where they leave it to others, or do not say. */
export function statedCrossZone(attributes: ReadonlyMap<string, string>): boolean | undefined {
  const value = attributes.get(CROSS_ZONE);
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
